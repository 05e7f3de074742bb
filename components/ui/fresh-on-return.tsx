'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Who goes back sees what is so now, a balance above all, and not what stood there before. Renders nothing. */
export function FreshOnReturn() {
  const router = useRouter()
  useEffect(() => {
    const onReturn = () => router.refresh()
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) router.refresh()
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
