import type { Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer, type TransferReason } from '@/lib/ledger/transfer-store'
import type { Money } from '@/lib/money/money'
import type { Result } from '@/lib/opencharge/result'

/** `ours`: money of ours that lies at the partner. `theirs`: the partner's that lies with us. */
export type ReserveSide = 'ours' | 'theirs'

/** Books money that was paid in outside of the network: by us at a partner, or by a partner with us. */
export async function bookReserve(tx: Tx, side: ReserveSide, ocid: number, money: Money): Promise<void> {
  const booked = await move(tx, side, ocid, money, 'OPENING_RESERVE')
  if (!booked.ok) throw new Error('money that comes in overdraws nothing')
}

/**
 * Books money that was taken out again outside of the network, by us from a partner, or by a partner from us; or a deposit that
 * was booked by mistake. Gives the transfer's id. No more than there is and is not held.
 */
export async function withdrawReserve(
  tx: Tx,
  side: ReserveSide,
  ocid: number,
  money: Money,
): Promise<Result<bigint, 'INSUFFICIENT_FUNDS'>> {
  return move(tx, side, ocid, money, 'RESERVE_WITHDRAWAL')
}

async function move(
  tx: Tx,
  side: ReserveSide,
  ocid: number,
  { amountMinor, currency }: Money,
  reason: Extract<TransferReason, 'OPENING_RESERVE' | 'RESERVE_WITHDRAWAL'>,
): Promise<Result<bigint, 'INSUFFICIENT_FUNDS'>> {
  const [mode, code] = ['LIVE' as const, currency.code]
  const kind = side === 'ours' ? 'OUR_RESERVE' : 'PARTNER_RESERVE'
  const { id: reserve } = await openAccount(tx, { kind, ocid }, mode, code)
  const { id: cash } = await openAccount(tx, { kind: 'CASH_IN' }, mode, code)
  // What we own stands as a debit, what we owe as a credit.
  const isDebited = (side === 'ours') === (reason === 'OPENING_RESERVE')
  const [debitAccountId, creditAccountId] = isDebited ? [reserve, cash] : [cash, reserve]
  const ends = { debitAccountId, creditAccountId }
  return postTransfer(tx, { mode, currency: code, amountMinor, ...ends, paymentId: null, reason })
}
