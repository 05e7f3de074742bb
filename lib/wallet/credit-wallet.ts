import { inTransaction, type Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer, type TransferReason } from '@/lib/ledger/transfer-store'
import type { Money } from '@/lib/money/money'

export interface WalletCredit {
  readonly userId: string
  readonly mode: 'LIVE' | 'TEST'
  readonly money: Money
  readonly reason: Extract<TransferReason, 'TOP_UP' | 'CREDIT'>
}

/** Money enters from outside: from cash-in to the person's wallet of that currency, which is opened if it is the first. */
export async function creditWallet(credit: WalletCredit): Promise<void> {
  await inTransaction((tx) => creditWalletWithin(tx, credit))
}

/** The same inside the caller's transaction, for a deed that has more to write. Gives the transfer's id. */
export async function creditWalletWithin(tx: Tx, { userId, mode, money, reason }: WalletCredit): Promise<bigint> {
  const { amountMinor, currency } = money
  const cash = await openAccount(tx, { kind: 'CASH_IN' }, mode, currency.code)
  const wallet = await openAccount(tx, { kind: 'USER_WALLET', userId }, mode, currency.code)
  const transfer = {
    mode,
    currency: currency.code,
    amountMinor,
    debitAccountId: cash.id,
    creditAccountId: wallet.id,
    paymentId: null,
    reason,
  }
  const posted = await postTransfer(tx, transfer)
  if (!posted.ok) throw new Error('cash-in cannot be overdrawn')
  return posted.value
}
