import type { Rounds } from '@/bench/load/rounds'

/** One line of the table. `holds` is null when nothing is required. */
export interface Figure {
  readonly title: string
  readonly value: string
  readonly floor: string
  readonly ratio: string
  readonly required: string
  readonly holds: boolean | null
}

interface Speeds<Name extends string> {
  readonly title: string
  readonly rounds: Rounds<Name>
  readonly value: Name
  readonly floor: Name
  /** The least ratio, or undefined when it is only for information. */
  readonly least?: number
}

/** A speed beside the speed of its floor. */
export function speedFigure<Name extends string>({ title, rounds, value, floor, least }: Speeds<Name>): Figure {
  const ratio = rounds.ratio(value, floor)
  return {
    title,
    value: perSecond(rounds.median(value)),
    floor: `${perSecond(rounds.median(floor))}  ${floor}`,
    ratio: ratio.toFixed(2),
    required: least === undefined ? '' : `≥ ${least}`,
    holds: least === undefined ? null : ratio >= least,
  }
}

interface Times {
  readonly title: string
  readonly valueMs: number
  readonly floorMs: number
  readonly floor: string
  readonly mostMs: number
}

/** A time beside the time of its floor. */
export function timeFigure({ title, valueMs, floorMs, floor, mostMs }: Times): Figure {
  const shown = (ms: number) => `${ms.toFixed(3)} ms`
  return {
    title,
    value: shown(valueMs),
    floor: `${shown(floorMs)}  ${floor}`,
    ratio: (valueMs / floorMs).toFixed(2),
    required: `≤ ${mostMs} ms`,
    holds: valueMs <= mostMs,
  }
}

/** Something that must stay under a bound. Undefined: it cannot be measured on this system. */
export function boundFigure(title: string, value: number | undefined, most: number, unit: string): Figure {
  const digits = most < 1 ? 3 : most < 20 ? 2 : 0
  return {
    title,
    value: value === undefined ? 'not measured' : `${value.toFixed(digits)} ${unit}`.trim(),
    floor: '',
    ratio: '',
    required: `≤ ${most} ${unit}`.trim(),
    holds: value === undefined ? null : value <= most,
  }
}

const perSecond = (speed: number) => `${speed.toFixed(0)}/s`
