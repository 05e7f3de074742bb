import { institutions } from '@/devnet/institutions'
import { ledgerFaults } from '../http/testing/books'
import type { FaultWorld } from './fault-world'
import { type OurPayment, type OurStep, readAccounts, readPayments, readSteps } from './our-books'
import { balancesOf, type Payer } from './payer'
import { minorOf, readTheirBooks, type TheirBooks } from './their-books'
import type { Turmoil } from './turmoil'

const OUR_OCID = 200
// What a lying peer may have signed in the place of the txid in its books (devnet/faults/spoil-proof.ts): once, and no more.
const LIED_TXID = 'tx_always-the-same'

/** Everything in which our books disagree with themselves, with those of others, or with what people were told. */
export async function compareBooks(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[]): Promise<string[]> {
  const [payments, steps, theirs] = [await readPayments(world), await readSteps(world), await readTheirBooks(world)]
  const ledger = await ledgerFaults(world)
  return [
    ...payments.flatMap((payment) => unended(payment, turmoil)),
    ...Object.entries(theirs.houses).flatMap(([ocid, house]) => compareHouse(Number(ocid), house, steps)),
    ...payments.flatMap((payment) => compareOrder(payment, theirs)),
    ...(await compareAccounts(world, theirs)),
    ...(await Promise.all(payers.map((payer) => compareWallets(world, payer, payments)))).flat(),
    ...ledger.map(({ rule, examples }) => `the ledger breaks the rule that ${rule}: ${examples.join(', ')}`),
  ]
}

/** Where Pay was pressed, the payment has come to its end; what its payer was told holds. */
function unended({ id, path, status, isHeld }: OurPayment, { pressed, claimed }: Turmoil): string[] {
  const isEnded = status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED'
  return [
    ...(isHeld ? [`payment ${id} is ${status} and still holds money`] : []),
    ...(pressed.has(path) && !isEnded ? [`payment ${id}, on which Pay was pressed, is ${status}`] : []),
    ...(!pressed.has(path) && (status === 'SUCCEEDED' || status === 'FAILED')
      ? [`payment ${id} is ${status}, and nobody pressed Pay`]
      : []),
    ...(claimed.has(path) && status !== 'SUCCEEDED' ? [`payment ${id} was called paid and is ${status}`] : []),
  ]
}

type House = TheirBooks['houses'][string]

/** A house has carried out exactly what we count as settled, once each, for the same money and under the same txid. */
function compareHouse(ocid: number, house: House, all: readonly OurStep[]): string[] {
  const steps = all.filter(({ peerOcid }) => peerOcid === ocid)
  const transfers = house.transfers.filter(({ callerOcid }) => callerOcid === OUR_OCID)
  const payments = house.payments.filter(({ callerOcid, settledBy }) => callerOcid === OUR_OCID && settledBy !== null)
  const settled = steps.filter(({ state }) => state === 'SETTLED')
  return [
    ...compareDeeds(
      `transfer of ${ocid}`,
      transfers.map((transfer) => ({ ...transfer, name: transfer.reference })),
      settled.flatMap((step) => (step.kind === 'TRANSFER_CREATE' ? { ...step, name: step.reference } : [])),
    ),
    ...compareDeeds(
      `payment of ${ocid}`,
      payments.map((payment) => ({ ...payment, name: payment.txid })),
      settled.flatMap((step) => (step.kind === 'PAYMENT_SETTLE' ? { ...step, name: creationOf(step, steps) } : [])),
    ),
  ]
}

/** What the house called the payment that a step has settled. */
const creationOf = ({ settlementId }: OurStep, steps: readonly OurStep[]): string | null =>
  steps.find((step) => step.settlementId === settlementId && step.kind === 'PAYMENT_CREATE')?.peerTxid ?? null

/** What was carried out there, as its books have it. */
interface Deed {
  readonly name: string | null
  readonly txid: string
  readonly amount: string
  readonly currency: string
}

type SettledStep = OurStep & { readonly name: string | null }

function compareDeeds(what: string, deeds: readonly Deed[], steps: readonly SettledStep[]): string[] {
  const names = new Set([...deeds, ...steps].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [there, here] = [deeds, steps].map((list) => list.filter((entry) => entry.name === name).length)
    if (there !== 1 || here !== 1) return [`${what} ${name}: ${there} times there and ${here} times here`]
    const [deed, step] = [deeds.find((entry) => entry.name === name), steps.find((entry) => entry.name === name)]
    return deed && step && isSame(deed, step)
      ? []
      : [`${what} ${name} is another here: settlement ${step?.settlementId}`]
  })
}

const isSame = (deed: Deed, { currency, amountMinor, proofTxid }: OurStep): boolean =>
  deed.currency === currency &&
  minorOf(deed.amount, deed.currency) === amountMinor &&
  (deed.txid === proofTxid || proofTxid === LIED_TXID)

/** The seller has his proof exactly when the payment succeeded. */
function compareOrder({ id, orderId, status }: OurPayment, { orders }: TheirBooks): string[] {
  const order = orders.find((candidate) => candidate.id === orderId)
  if (!order) return [`payment ${id} is for the order ${orderId}, which the shop does not know`]
  const isPaid = order.state === 'paid'
  return isPaid === (status === 'SUCCEEDED') ? [] : [`payment ${id} is ${status} and its order is ${order.state}`]
}

async function compareAccounts(world: FaultWorld, { houses, merchantGateway }: TheirBooks): Promise<string[]> {
  const provider = institutions.meridian.ocid
  const reserve = houses[provider]?.reserves[OUR_OCID] ?? {}
  return [
    ...compareMoney('our reserve', reserve, await readAccounts(world, 'OUR_RESERVE', provider)),
    ...compareMoney(
      'the merchant gateway',
      merchantGateway.received,
      await readAccounts(world, 'MERCHANT_GATEWAY', merchantGateway.ocid),
    ),
  ]
}

function compareMoney(
  what: string,
  theirs: Readonly<Record<string, string>>,
  ours: ReadonlyMap<string, bigint>,
): string[] {
  const codes = [...new Set([...Object.keys(theirs), ...ours.keys()])]
  return codes.flatMap((code) => {
    const [there, here] = [minorOf(theirs[code] ?? '0', code), ours.get(code) ?? 0n]
    return there === here ? [] : [`${what}: ${there} of ${code} there and ${here} here`]
  })
}

async function compareWallets(
  world: FaultWorld,
  { email, startBalances }: Payer,
  payments: readonly OurPayment[],
): Promise<string[]> {
  const balances = await balancesOf(world, email)
  return [...startBalances].flatMap(([code, start]) => {
    const paid = payments.filter(
      (payment) => payment.email === email && payment.currency === code && payment.status === 'SUCCEEDED',
    )
    const due = paid.reduce((left, { amountMinor }) => left - amountMinor, start)
    return due === balances.get(code) ? [] : [`${email} has ${balances.get(code)} of ${code} and should have ${due}`]
  })
}
