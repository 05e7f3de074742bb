'use client'

import { useEffect } from 'react'
import { useRefresh } from '@/components/ui/use-refresh'

// Without JavaScript the whole page comes anew, and the reader is thrown back to its top.
const SOONEST_RELOAD_SECONDS = 5

/** Asks the server again and again what to show; without JavaScript the browser loads the whole page instead. */
export function AutoRefresh({ everySeconds }: { everySeconds: number }) {
  const refresh = useRefresh()
  useEffect(() => {
    const timer = setInterval(refresh, everySeconds * 1000)
    return () => clearInterval(timer)
  }, [refresh, everySeconds])
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(Math.max(everySeconds, SOONEST_RELOAD_SECONDS))} />
    </noscript>
  )
}
