import type { ReactNode } from 'react'
import { type ButtonVariant, buttonStyle } from './button-style'

interface ButtonProps {
  readonly children: ReactNode
  readonly variant?: ButtonVariant
  readonly wide?: boolean
  readonly name?: string
  readonly value?: string
}

/** A button that sends the form around it. */
export function Button({ children, variant = 'primary', wide = false, ...rest }: ButtonProps) {
  return (
    <button type="submit" className={buttonStyle(variant, wide)} {...rest}>
      {children}
    </button>
  )
}

interface ButtonLinkProps {
  readonly children: ReactNode
  readonly href: string
  readonly variant?: ButtonVariant
  readonly wide?: boolean
}

/** A link that looks like a button. */
export function ButtonLink({ children, href, variant = 'primary', wide = false }: ButtonLinkProps) {
  return (
    <a href={href} className={buttonStyle(variant, wide)}>
      {children}
    </a>
  )
}
