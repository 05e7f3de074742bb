'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Asks the server again and again what to show; without JavaScript the browser loads the whole page instead. */
export function AutoRefresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everySeconds * 1000)
    return () => clearInterval(timer)
  }, [router, everySeconds])
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(everySeconds)} />
    </noscript>
  )
}
