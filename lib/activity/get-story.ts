import { sellerCard } from '@/lib/checkout/merchant-card'
import { nameParty } from '@/lib/checkout/name-parties'
import { storedOrder } from '@/lib/checkout/stored-order'
import { summariseOrder } from '@/lib/checkout/summarise-order'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Currency } from '@/lib/money/currency'
import { knownCurrency } from '@/lib/money/known-currency'
import { listRefundsOf } from '@/lib/refunds/refund-store'
import { findEntry, type StoredEntry } from './activity-store'
import type { ActivityStory, ShownProof, StoryPath, StoryPayment, StoryRefunds } from './activity-story'
import { describeEntries } from './describe-entries'
import { readPaymentStory, readSteps, readStoryProofs, type StoredStory } from './story-store'

const ID = /^[0-9]{1,18}$/

/** The story of one movement; undefined when there is none of this person, whoever else it may be of. */
export async function getStory(us: Gateway, userId: string, id: string): Promise<ActivityStory | undefined> {
  const stored = ID.test(id) ? await findEntry(BigInt(id), userId) : undefined
  if (!stored) return undefined
  const [[entry], payment, proofs] = await Promise.all([
    describeEntries(us, [stored]),
    describePayment(us, stored),
    describeProofs(us, stored),
  ])
  return entry && { entry, payment, proofs }
}

async function describePayment(us: Gateway, entry: StoredEntry): Promise<StoryPayment | null> {
  const { paymentId } = entry
  const story = paymentId === null ? undefined : await readPaymentStory(paymentId)
  if (paymentId === null || !story) return null
  const currency = knownCurrency(us.env.CURRENCIES, story.currency)
  const [merchant, path, refunds] = await Promise.all([
    sellerCard(us, story),
    describePath(us, entry, story),
    describeRefunds(paymentId, currency),
  ])
  return {
    paymentId,
    sessionId: story.sessionId,
    merchant,
    order: summariseOrder(storedOrder(story.orderText), currency, story.amountMinor),
    path,
    refunds,
    openedAtEpochSeconds: story.openedAtEpochSeconds,
    paidAtEpochSeconds: story.paidAtEpochSeconds,
    hasReceipt: hasSettled(entry),
  }
}

async function describeRefunds(paymentId: string, currency: Currency): Promise<StoryRefunds | null> {
  const list = (await listRefundsOf(paymentId)).flatMap(({ id, status, amountMinor, endedAt }) =>
    status === 'SUCCEEDED' && endedAt
      ? [{ id, money: { amountMinor, currency }, atEpochSeconds: Math.floor(endedAt.getTime() / 1000) }]
      : [],
  )
  const amountMinor = list.reduce((sum, { money }) => sum + money.amountMinor, 0n)
  return list.length === 0 ? null : { total: { amountMinor, currency }, list }
}

const hasSettled = ({ reason, state }: StoredEntry) => reason === 'PAYMENT' && state === 'POSTED'

async function describePath(us: Gateway, entry: StoredEntry, story: StoredStory): Promise<StoryPath | null> {
  if (entry.reason !== 'PAYMENT') return null
  const steps = await readSteps(entry.id)
  if (steps.length > 0) {
    const named = steps.map(async ({ peerOcid, ...step }) => ({ ...step, peer: await nameParty(us, peerOcid) }))
    return { kind: 'steps', steps: await Promise.all(named) }
  }
  if (story.strategy !== 'gateway_account') return { kind: 'direct' }
  return { kind: 'gateway', gateway: await nameParty(us, story.callerOcid) }
}

async function describeProofs(us: Gateway, entry: StoredEntry): Promise<ShownProof[]> {
  const proofs = await readStoryProofs(entry.id, hasSettled(entry) ? entry.paymentId : null)
  return Promise.all(proofs.map(async (proof) => ({ ...proof, issuer: await nameParty(us, proof.issuer) })))
}
