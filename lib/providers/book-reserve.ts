import type { Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { type NewTransfer, postTransfer } from '@/lib/ledger/transfer-store'
import type { Money } from '@/lib/money/money'

/** `ours`: money of ours that lies at the partner. `theirs`: the partner's that lies with us. */
export type ReserveSide = 'ours' | 'theirs'

/** Books money that was paid in outside of the network: by us at a partner, or by a partner with us. */
export async function bookReserve(
  tx: Tx,
  side: ReserveSide,
  ocid: number,
  { amountMinor, currency }: Money,
): Promise<void> {
  const [mode, code] = ['LIVE' as const, currency.code]
  const kind = side === 'ours' ? 'OUR_RESERVE' : 'PARTNER_RESERVE'
  const { id: reserve } = await openAccount(tx, { kind, ocid }, mode, code)
  const { id: cash } = await openAccount(tx, { kind: 'CASH_IN' }, mode, code)
  // What we own stands as a debit, what we owe as a credit.
  const [debitAccountId, creditAccountId] = side === 'ours' ? [reserve, cash] : [cash, reserve]
  const transfer: NewTransfer = {
    mode,
    currency: code,
    amountMinor,
    debitAccountId,
    creditAccountId,
    paymentId: null,
    reason: 'OPENING_RESERVE',
  }
  const booked = await postTransfer(tx, transfer)
  if (!booked.ok) throw new Error('money that comes in overdraws nothing')
}
