import { recordAudit } from '@/lib/audit/audit-store'
import type { Tx } from '@/lib/db/transaction'
import { listAccounts } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { formatAmount, type Money, maxAmountMinor } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { bookReserve, type ReserveSide } from '@/lib/providers/book-reserve'
import { actor } from './actor'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { claimBooking } from './new-booking'

interface ReserveOptions {
  readonly ocid: number
  readonly theirReserve?: readonly string[]
  readonly ourReserve?: readonly string[]
}

/** A deposit that was made outside of the network. */
export interface Deposit {
  readonly side: ReserveSide
  readonly ocid: number
  readonly money: Money
}

/** The deposits that a command line names; the error is a sentence. */
export function readReserves(options: ReserveOptions, currencies: CurrencyTable): Result<Deposit[], string> {
  const theirs = (options.theirReserve ?? []).map((text) => ({ side: 'theirs', text }) as const)
  const ours = (options.ourReserve ?? []).map((text) => ({ side: 'ours', text }) as const)
  const deposits: Deposit[] = []
  for (const { side, text } of [...theirs, ...ours]) {
    const money = parseMoneyOption(text, currencies)
    if (!money.ok) return money
    const { code } = money.value.currency
    const isTwice = deposits.some((other) => other.side === side && other.money.currency.code === code)
    if (isTwice) return err(`${code} is given twice for one reserve: add the two amounts up.`)
    deposits.push({ side, ocid: options.ocid, money: money.value })
  }
  return ok(deposits)
}

const MOST_ACCOUNTS = 100_000

/** Whether neither the reserve nor cash-in would outgrow its column: postings are added up when it is too late. */
export async function hasRoomForReserve({ side, ocid, money }: Deposit): Promise<boolean> {
  const kind = side === 'theirs' ? 'PARTNER_RESERVE' : 'OUR_RESERVE'
  const accounts = [
    ...(await listAccounts({ kind: 'CASH_IN' }, MOST_ACCOUNTS)),
    ...(await listAccounts({ kind }, MOST_ACCOUNTS)).filter((account) => account.ocid === BigInt(ocid)),
  ]
  const size = (minor: bigint) => (minor < 0n ? -minor : minor)
  return accounts
    .filter(({ mode, currency }) => mode === 'LIVE' && currency === money.currency.code)
    .every(({ postedMinor }) => size(postedMinor) + money.amountMinor <= maxAmountMinor)
}

/** Adds the deposit, and an entry in the audit log beside it. Within `bookingOnce`. */
export async function addReserve(tx: Tx, deposit: Deposit, reference: string | undefined): Promise<void> {
  const { side, ocid, money } = deposit
  const whose = side === 'ours' ? `our reserve at OCID ${ocid}` : `the reserve of OCID ${ocid}`
  await claimBooking(tx, { subject: `a deposit in ${money.currency.code} to ${whose}`, reference })
  await bookReserve(tx, side, ocid, money)
  const { code, exponent } = money.currency
  const named = reference === undefined ? '' : ` (${reference})`
  const details = `${side}: ${formatAmount(money.amountMinor, exponent)} ${code}${named}`
  await recordAudit(tx, { actor: actor(), action: 'partner.reserve', subject: `OCID ${ocid}`, details })
}

export function reserveLine({ side, ocid, money }: Deposit, currencies: CurrencyTable): string {
  const amount = moneyText(money.amountMinor, money.currency.code, currencies)
  if (side === 'theirs') return `Added ${amount} to what partner ${ocid} has in reserve with us.`
  return `Added ${amount} to what we have in reserve at partner ${ocid}.`
}

export const reserveJson = ({ side, money }: Deposit, currencies: CurrencyTable) => ({
  side,
  ...moneyJson(money.amountMinor, money.currency.code, currencies),
})
