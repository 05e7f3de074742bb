import { addUser, findUser } from '@/lib/auth/user-store'
import { inTransaction } from '@/lib/db/transaction'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { formatAmount, type Money, parseAmount } from '@/lib/money/money'
import { savePartner } from '@/lib/partners/partner-store'
import { bookReserve } from '@/lib/providers/book-reserve'
import { listReserves } from '@/lib/providers/reserve-store'
import { creditWallet } from '@/lib/wallet/credit-wallet'

interface Character {
  readonly email: string
  readonly about: string
  readonly balances: Readonly<Record<string, string>>
}

/** The people of the demo. */
export const characters: readonly Character[] = [
  {
    email: 'ada@example.com',
    about: 'has plenty',
    balances: { USD: '1000.00', EUR: '500.00', UGX: '2000000', KWD: '250.000', JPY: '100000' },
  },
  { email: 'ben@example.com', about: 'is broke', balances: { USD: '0.50' } },
  { email: 'noor@example.com', about: 'holds dinars only', balances: { KWD: '75.000' } },
]

/** What the development network's other parties have agreed with us. */
export interface SeededNetwork {
  /** Keeps an account with us. */
  readonly merchantGatewayOcid: number
  /** Holds a reserve of ours: amounts as decimal strings, the same as in its own books. */
  readonly settlementProvider: {
    readonly ocid: number
    readonly openingReserves: Readonly<Record<string, string>>
  }
}

/** Makes the people, once, and the agreements with the development network. Safe to run at every start. */
export async function seedDatabase(currencies: CurrencyTable, network: SeededNetwork): Promise<void> {
  await savePartner(network.merchantGatewayOcid, { gatewayAccount: true })
  await seedReserves(currencies, network.settlementProvider)
  for (const { email, balances } of characters) {
    const userId = await personBy(email)
    if ((await readWalletBalances(userId, 'LIVE')).length > 0) continue
    for (const [code, amount] of Object.entries(balances)) await credit(userId, code, amount, currencies)
  }
}

/** Somebody who has never signed in: the first code does that. */
async function personBy(email: string): Promise<string> {
  await inTransaction((tx) => addUser(tx, email))
  const person = await findUser(email)
  if (!person) throw new Error(`${email} was not added`)
  return person.id
}

async function seedReserves(
  currencies: CurrencyTable,
  { ocid, openingReserves }: SeededNetwork['settlementProvider'],
): Promise<void> {
  if ((await listReserves('LIVE', null)).some((reserve) => reserve.ocid === ocid)) return
  await inTransaction(async (tx) => {
    for (const [code, amount] of Object.entries(openingReserves)) {
      const money = moneyOf(code, amount, currencies)
      if (money) await bookReserve(tx, 'ours', ocid, money)
    }
  })
}

async function credit(userId: string, code: string, amount: string, currencies: CurrencyTable): Promise<void> {
  const money = moneyOf(code, amount, currencies)
  if (money) await creditWallet({ userId, mode: 'LIVE', money, reason: 'TOP_UP' })
}

/** Undefined for a currency that this gateway does not hold. */
function moneyOf(code: string, amount: string, currencies: CurrencyTable): Money | undefined {
  const currency = currencies.get(code)
  if (!currency) return undefined
  const amountMinor = parseAmount(amount, currency)
  if (!amountMinor.ok)
    throw new Error(`the seed has ${amount} ${code}, which is not ${formatAmount(1n, currency.exponent)} precise`)
  return { amountMinor: amountMinor.value, currency }
}
