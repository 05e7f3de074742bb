import { useFormatter, useLocale } from 'next-intl'
import { OwnZone } from './own-zone'

interface MomentProps {
  readonly epochSeconds: number
  /** The time of day alone, to the second. */
  readonly timeOnly?: boolean
  /** With the month cut short, for narrow places. */
  readonly isShort?: boolean
  /** In UTC for every reader, as on what is printed and passed on. */
  readonly isUtc?: boolean
}

/** A point in time, with its zone: the reader's own where the browser can tell it. */
export function Moment({ epochSeconds, timeOnly = false, isShort = false, isUtc = false }: MomentProps) {
  const locale = useLocale()
  const date = new Date(epochSeconds * 1000)
  const day = timeOnly ? {} : ({ year: 'numeric', month: isShort ? 'short' : 'long', day: 'numeric' } as const)
  const seconds = timeOnly ? ({ second: '2-digit' } as const) : {}
  const format = {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    ...seconds,
    hourCycle: 'h23',
    timeZoneName: 'short',
  } as const
  const text = useFormatter().dateTime(date, format)
  return (
    <time dateTime={date.toISOString()} title={text} className="tabular-nums">
      <bdi>{isUtc ? text : <OwnZone epochSeconds={epochSeconds} locale={locale} format={format} inUtc={text} />}</bdi>
    </time>
  )
}
