'use client'

import { useIsAlive } from './use-is-alive'

interface OwnZoneProps {
  readonly epochSeconds: number
  readonly locale: string
  readonly format: Intl.DateTimeFormatOptions
  /** What the server wrote, which does not know where the reader is. */
  readonly inUtc: string
}

/** A point in time in the browser's own zone, once the page is alive. */
export function OwnZone({ epochSeconds, locale, format, inUtc }: OwnZoneProps) {
  const isAlive = useIsAlive()
  return isAlive ? new Intl.DateTimeFormat(locale, format).format(epochSeconds * 1000) : inUtc
}
