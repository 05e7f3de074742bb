import { useFormatter } from 'next-intl'

interface MomentProps {
  readonly epochSeconds: number
  /** The time of day alone, to the second. */
  readonly timeOnly?: boolean
}

/** A point in time, with its zone. */
export function Moment({ epochSeconds, timeOnly = false }: MomentProps) {
  const date = new Date(epochSeconds * 1000)
  const day = timeOnly ? {} : ({ year: 'numeric', month: 'long', day: 'numeric' } as const)
  const seconds = timeOnly ? ({ second: '2-digit' } as const) : {}
  const text = useFormatter().dateTime(date, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    ...seconds,
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  return (
    <time dateTime={date.toISOString()} className="tabular-nums">
      <bdi>{text}</bdi>
    </time>
  )
}
