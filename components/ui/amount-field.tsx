import type { ReactNode } from 'react'
import { Field } from './field'

interface AmountFieldProps {
  readonly label: ReactNode
  readonly hint: ReactNode
  readonly error?: ReactNode
  readonly defaultValue?: string
}

/** An amount of money as it is typed; it is read where the form arrives, by `typedAmount`. */
export function AmountField(props: AmountFieldProps) {
  return (
    <Field
      {...props}
      id="amount"
      name="amount"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      required
      dir="ltr"
    />
  )
}
