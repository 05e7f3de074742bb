'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Who goes back sees what is so now, a balance above all, and not what stood there before. Renders nothing. */
export function FreshOnReturn() {
  const router = useRouter()
  useEffect(() => {
    // After Next.js, which hears of it later than we do: it is the page gone back to that is asked for, not the one left.
    const refresh = () => setTimeout(() => router.refresh())
    const onReturn = ({ state }: PopStateEvent) => {
      if (state?.__NA) refresh()
    }
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) refresh()
    }
    window.addEventListener('popstate', onReturn)
    window.addEventListener('pageshow', onPageShow)
    return () => {
      window.removeEventListener('popstate', onReturn)
      window.removeEventListener('pageshow', onPageShow)
    }
  }, [router])
  return null
}
