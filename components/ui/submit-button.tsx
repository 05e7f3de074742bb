'use client'

import type { MouseEvent, ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { type ButtonVariant, buttonStyle } from './button-style'

interface SubmitButtonProps {
  readonly children: ReactNode
  readonly pendingLabel: string
  readonly variant?: ButtonVariant
  readonly wide?: boolean
}

/** A submit button that takes no second press while its form is on the way. Without JavaScript it is a plain button. */
export function SubmitButton({ children, pendingLabel, variant = 'primary', wide = false }: SubmitButtonProps) {
  const { pending } = useFormStatus()
  // Not `disabled`: the keyboard focus would be lost.
  const ignoreWhilePending = (event: MouseEvent) => {
    if (pending) event.preventDefault()
  }
  return (
    <button type="submit" className={buttonStyle(variant, wide)} aria-disabled={pending} onClick={ignoreWhilePending}>
      {pending ? pendingLabel : children}
    </button>
  )
}
