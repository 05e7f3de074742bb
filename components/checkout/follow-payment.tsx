'use client'

import { useEffect } from 'react'
import { useRefresh } from '@/components/ui/use-refresh'

const EVERY_MS = 3000

interface FollowPaymentProps {
  /** Says in one word how the payment stands. */
  readonly stateHref: string
  /** That word at the time of the page. */
  readonly state: string
}

/** Has an open page follow what happens to its order elsewhere, on the phone say. It asks nothing while nobody looks at it. */
export function FollowPayment({ stateHref, state }: FollowPaymentProps) {
  const refresh = useRefresh()
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return
      const now = await readState(stateHref)
      if (now !== undefined && now !== state) refresh()
    }
    const timer = setInterval(look, EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [refresh, stateHref, state])
  return null
}

/** Undefined when it cannot be had just now: the next time will do. */
async function readState(href: string): Promise<string | undefined> {
  try {
    const answer = await fetch(href, { cache: 'no-store' })
    return answer.ok ? await answer.text() : undefined
  } catch {
    return undefined
  }
}
