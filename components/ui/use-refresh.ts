'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'

// Long enough for the answer to a form on a slow phone.
const FORM_ANSWER_MS = 30_000

/**
 * Asks the server what to show now, except while a form that was sent from this page still waits for its answer: the
 * answer may lead to another site, and Next.js would ask that site for the page that it refreshes.
 */
export function useRefresh(): () => void {
  const router = useRouter()
  const sentAtMs = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const note = () => {
      sentAtMs.current = performance.now()
    }
    document.addEventListener('submit', note, { capture: true })
    return () => document.removeEventListener('submit', note, { capture: true })
  }, [])
  return useCallback(() => {
    if (performance.now() - sentAtMs.current > FORM_ANSWER_MS) router.refresh()
  }, [router])
}
