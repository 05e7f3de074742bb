import type { Tx } from '@/lib/db/transaction'
import { type AccountKind, openAccount } from '@/lib/ledger/account-store'
import { type LockedAccount, lockAccount } from '@/lib/ledger/lock-account'
import { postTransfer } from '@/lib/ledger/transfer-store'
import type { Money } from '@/lib/money/money'
import { err, type Result } from '@/lib/opencharge/result'
import { insertPayout, isPayoutBooked } from './payout-store'

export interface PayoutWish {
  readonly accountId: bigint
  readonly money: Money
  /** The operator's name for the payment order, under which it is booked once. */
  readonly reference: string
  readonly paidBy: string
}

export type PayoutRefusal =
  | { readonly code: 'NO_SUCH_ACCOUNT' }
  | { readonly code: 'NOT_OWED'; readonly kind: AccountKind }
  | { readonly code: 'TEST_MONEY' }
  | { readonly code: 'OTHER_CURRENCY'; readonly currency: string }
  | { readonly code: 'INSUFFICIENT'; readonly availableMinor: bigint }
  | { readonly code: 'BOOKED_BEFORE' }

/** Whose money leaves by a payout. Reserves have commands of their own, and the others belong to nobody. */
const owedKinds: readonly AccountKind[] = ['USER_WALLET', 'MERCHANT', 'MERCHANT_GATEWAY', 'APPLICATION']

/** Books money that leaves the gateway outside the network. Gives the transfer's id. */
export async function payOut(tx: Tx, wish: PayoutWish): Promise<Result<bigint, PayoutRefusal>> {
  const { accountId, money, reference, paidBy } = wish
  const [account, isBooked] = await Promise.all([lockAccount(tx, accountId), isPayoutBooked(tx, accountId, reference)])
  const refusal = refusalOf(account, isBooked, money)
  if (refusal) return err(refusal)
  const { currency, amountMinor } = money
  const cash = await openAccount(tx, { kind: 'CASH_IN' }, 'LIVE', currency.code)
  const ends = { debitAccountId: accountId, creditAccountId: cash.id }
  const terms = { mode: 'LIVE', currency: currency.code, amountMinor, paymentId: null, reason: 'PAYOUT' } as const
  const posted = await postTransfer(tx, { ...terms, ...ends })
  if (!posted.ok) throw new Error('the account was found to have the money, under its lock')
  await insertPayout(tx, { transferId: posted.value, accountId, reference, paidBy })
  return posted
}

function refusalOf(
  account: LockedAccount | undefined,
  isBooked: boolean,
  { currency, amountMinor }: Money,
): PayoutRefusal | undefined {
  if (!account) return { code: 'NO_SUCH_ACCOUNT' }
  if (!owedKinds.includes(account.kind)) return { code: 'NOT_OWED', kind: account.kind }
  if (account.mode !== 'LIVE') return { code: 'TEST_MONEY' }
  if (isBooked) return { code: 'BOOKED_BEFORE' }
  if (account.currency !== currency.code) return { code: 'OTHER_CURRENCY', currency: account.currency }
  const { availableMinor } = account
  return availableMinor < amountMinor ? { code: 'INSUFFICIENT', availableMinor } : undefined
}
