'use client'

import { useEffect } from 'react'
import { noConnectionTexts } from '@/lib/i18n/no-connection-texts'
import { ErrorFrame } from './error-frame'

const EVERY_MS = 5000

/** Stands in for a page whose browser did not reach us. It loads the same page again when the connection is back. */
export function NoConnection() {
  useEffect(() => {
    const lookAgain = () => window.location.reload()
    // A browser may have a network and yet not reach us: then no event tells when it does again.
    const timer = setInterval(async () => {
      if (navigator.onLine && (await isReached())) lookAgain()
    }, EVERY_MS)
    window.addEventListener('online', lookAgain)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', lookAgain)
    }
  }, [])
  return <ErrorFrame texts={noConnectionTexts} tone="warning" />
}

async function isReached(): Promise<boolean> {
  try {
    return (await fetch(window.location.href, { method: 'HEAD', cache: 'no-store' })).ok
  } catch {
    return false
  }
}
