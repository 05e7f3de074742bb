'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

// Without JavaScript the whole page comes anew, and the reader is thrown back to its top.
const SOONEST_RELOAD_SECONDS = 5

/** Asks the server again and again what to show; without JavaScript the browser loads the whole page instead. */
export function AutoRefresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [router, everySeconds])
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(Math.max(everySeconds, SOONEST_RELOAD_SECONDS))} />
    </noscript>
  )
}
