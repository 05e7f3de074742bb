import type { ReactNode } from 'react'
import { Field } from './field'

interface EmailFieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: ReactNode
  readonly defaultValue?: string
}

// RFC 5321, 4.5.3.1.3: the longest path, without its angle brackets.
const longestEmail = 254

/** The field `email`. */
export function EmailField(props: EmailFieldProps) {
  return (
    <Field
      id="email"
      name="email"
      type="email"
      autoComplete="email"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={longestEmail}
      required
      dir="ltr"
      {...props}
    />
  )
}
