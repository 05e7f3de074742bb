'use client'

import type { ReactNode } from 'react'
import { buttonStyle } from './button-style'
import { useIsAlive } from './use-is-alive'

/** Opens the browser's print dialogue. Without JavaScript it is not there: the browser's own menu prints as well. */
export function PrintButton({ children }: { children: ReactNode }) {
  const isAlive = useIsAlive()
  if (!isAlive) return null
  return (
    <button type="button" onClick={() => window.print()} className={buttonStyle('secondary', true)}>
      {children}
    </button>
  )
}
