'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { useRefresh } from '@/components/ui/use-refresh'

const shownBelowSeconds = 5 * 60

interface ExpiryCountdownProps {
  readonly secondsLeftOnServer: number
  readonly timeLeftLabel: string
  /** The exact time in words; it stands there without JavaScript too. */
  readonly children: ReactNode
}

/** Counts the last minutes down, and asks the server what to show when they are over. */
export function ExpiryCountdown({ secondsLeftOnServer, timeLeftLabel, children }: ExpiryCountdownProps) {
  const ticking = useSecondsLeft(secondsLeftOnServer)
  const secondsLeft = ticking ?? secondsLeftOnServer
  useRefreshWhen(secondsLeft <= 0)
  // The element is there from the start, so that screen readers announce the words that come into it.
  return (
    <p role="status" className="flex items-center gap-1.5 font-semibold text-spark">
      {secondsLeft < shownBelowSeconds && (
        <>
          <Icon name="clock" size={16} weight={2.25} />
          <span>{children}</span>
          <span role="timer" aria-label={timeLeftLabel} dir="ltr" className="min-w-[5ch] text-end tabular-nums">
            {ticking !== null && clockText(ticking)}
          </span>
        </>
      )}
    </p>
  )
}

function useRefreshWhen(over: boolean): void {
  const refresh = useRefresh()
  useEffect(() => {
    if (over) refresh()
  }, [over, refresh])
}

/** Null until the page is alive. Counts from the server's answer, so that a wrong clock on the payer's device does no harm. */
function useSecondsLeft(secondsLeftOnServer: number): number | null {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)
  useEffect(() => {
    const startedAtMs = Date.now()
    const tick = () => setSecondsLeft(secondsLeftOnServer - Math.floor((Date.now() - startedAtMs) / 1000))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [secondsLeftOnServer])
  return secondsLeft
}

function clockText(secondsLeft: number): string {
  const seconds = Math.max(0, secondsLeft)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
