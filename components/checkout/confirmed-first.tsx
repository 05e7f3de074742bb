import type { ReactNode } from 'react'
import { ConfirmToPay, type PayConfirmation } from './confirm-to-pay'
import { ConfirmedToPay } from './confirmed-to-pay'

interface ConfirmedFirstProps {
  /** Null when the person wants not to be asked about this payment. */
  readonly confirmation: PayConfirmation | null | undefined
  /** What pays. */
  readonly children: ReactNode
}

/** Shows what pays only when it is confirmed, or need not be. The server asks for the same again. */
export function ConfirmedFirst({ confirmation, children }: ConfirmedFirstProps) {
  if (!confirmation) return children
  if (confirmation.confirmedUntilEpochSeconds === null) return <ConfirmToPay confirmation={confirmation} />
  return (
    <div className="space-y-5">
      <ConfirmedToPay untilEpochSeconds={confirmation.confirmedUntilEpochSeconds} />
      {children}
    </div>
  )
}
