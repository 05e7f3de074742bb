import { ensureUser, openSession } from '@/lib/auth/user-store'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { isoCurrency } from '@/lib/money/currency'
import { creditWallet } from '@/lib/wallet/credit-wallet'

/** Somebody who is signed in, with money in a wallet of dollars and one of euros. */
export interface Payer {
  readonly cookie: string
  readonly walletId: string
}

const DOLLARS_MINOR = 1_000_000_00n
const EUROS_MINOR = 50_00n

export async function openPayers(count: number): Promise<Payer[]> {
  const payers: Payer[] = []
  for (let index = 0; index < count; index++) payers.push(await openPayer(`payer-${index}@bench.example`))
  return payers
}

async function openPayer(email: string): Promise<Payer> {
  const userId = await ensureUser(email)
  await credit(userId, 'USD', DOLLARS_MINOR)
  await credit(userId, 'EUR', EUROS_MINOR)
  const wallets = await readWalletBalances(userId, 'LIVE')
  const dollars = wallets.find(({ currency }) => currency === 'USD')
  if (!dollars) throw new Error(`${email} has no wallet of dollars`)
  return { cookie: `next-auth.session-token=${await openSession(userId)}`, walletId: String(dollars.accountId) }
}

async function credit(userId: string, code: string, amountMinor: bigint): Promise<void> {
  const currency = isoCurrency(code)
  if (!currency) throw new Error(`${code} is no currency`)
  await creditWallet({ userId, mode: 'LIVE', money: { amountMinor, currency }, reason: 'CREDIT' })
}
