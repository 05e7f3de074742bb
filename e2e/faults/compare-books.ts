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

/** A house has carried out exactly what we count as settled: each transfer and each payment once, for the same money. */
function compareHouse(ocid: number, { transfers, payments }: TheirBooks['houses'][string], all: readonly OurStep[]) {
  const steps = all.filter(({ peerOcid }) => peerOcid === ocid)
  const isOurs = ({ callerOcid }: { readonly callerOcid: number }) => callerOcid === OUR_OCID
  const known = new Set(steps.flatMap(({ reference, peerTxid }) => [reference, peerTxid]))
  const strayTransfers = transfers.filter((transfer) => isOurs(transfer) && !known.has(transfer.reference))
  const strayPayments = payments.filter((payment) => isOurs(payment) && payment.settledBy && !known.has(payment.txid))
  return [
    ...strayTransfers.map(({ txid }) => `${ocid} has the transfer ${txid} from us, of which we know nothing`),
    ...strayPayments.map(({ txid }) => `${ocid} has settled the payment ${txid}, of which we know nothing`),
    ...steps.flatMap((step) => {
      if (step.kind === 'TRANSFER_CREATE') {
        return compareDeeds(
          step,
          transfers.filter((transfer) => isOurs(transfer) && transfer.reference === step.reference),
        )
      }
      if (step.kind === 'PAYMENT_CREATE') return []
      const txid = all.find((other) => isCreationOf(other, step))?.peerTxid
      return compareDeeds(
        step,
        payments.filter((payment) => payment.txid === txid && payment.settledBy),
      )
    }),
  ]
}

const isCreationOf = (other: OurStep, step: OurStep) =>
  other.settlementId === step.settlementId && other.peerOcid === step.peerOcid && other.kind === 'PAYMENT_CREATE'

interface Deed {
  readonly txid: string
  readonly amount: string
  readonly currency: string
}

function compareDeeds(step: OurStep, deeds: readonly Deed[]): string[] {
  const { settlementId, state, kind, peerOcid, currency, amountMinor, proofTxid } = step
  const name = `settlement ${settlementId} (${state}): ${kind} at ${peerOcid}`
  const isSettled = state === 'SETTLED'
  const [deed] = deeds
  if (deeds.length !== (isSettled ? 1 : 0)) return [`${name} was carried out ${deeds.length} times`]
  if (!deed) return []
  const isSameMoney = deed.currency === currency && minorOf(deed.amount, deed.currency) === amountMinor
  const isSameTxid = deed.txid === proofTxid || proofTxid === LIED_TXID
  return [
    ...(isSameMoney ? [] : [`${name} moved ${deed.amount} ${deed.currency}, not ${amountMinor} of ${currency}`]),
    ...(isSameTxid ? [] : [`${name} is ${deed.txid} there and ${proofTxid} here`]),
  ]
}

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
