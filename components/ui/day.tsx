import { useFormatter } from 'next-intl'

/** A day of the calendar, given as YYYY-MM-DD. */
export function Day({ date }: { date: string }) {
  const text = useFormatter().dateTime(new Date(`${date}T00:00:00Z`), {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  })
  return (
    <time dateTime={date} className="tabular-nums">
      <bdi>{text}</bdi>
    </time>
  )
}
