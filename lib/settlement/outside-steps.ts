import type { OutsidePath } from '@/lib/settlement-path/strategy'

export type StepKind = 'PAYMENT_CREATE' | 'TRANSFER_CREATE' | 'PAYMENT_SETTLE'

/** One outside call of a settlement. `hop` counts providers from the merchant's side: the merchant accepts the one of hop 0. */
export interface PlannedStep {
  readonly ordinal: number
  readonly kind: StepKind
  readonly hop: number
  readonly peerOcid: number
  /** What the peer recognises a repeat by; made of the payment, the attempt and the step, so it is the same for ever. */
  readonly reference: string
}

/**
 * The calls that settle along a path (protocol section 6): every provider but the last is asked for a payment, from the
 * merchant's side; the last one transfers from our reserve; its proof settles the payments on the way back.
 */
export function planSteps({ providers }: OutsidePath, paymentId: string, attempt: number): PlannedStep[] {
  const last = providers.length - 1
  const hops = providers.map((_, hop) => hop)
  const calls: [StepKind, number][] = [
    ...hops.slice(0, last).map((hop): [StepKind, number] => ['PAYMENT_CREATE', hop]),
    ['TRANSFER_CREATE', last],
    ...hops
      .slice(0, last)
      .reverse()
      .map((hop): [StepKind, number] => ['PAYMENT_SETTLE', hop]),
  ]
  return calls.map(([kind, hop], ordinal) => {
    const peerOcid = providers[hop]
    if (peerOcid === undefined) throw new Error('a step of a path has its provider')
    return { ordinal, kind, hop, peerOcid, reference: stepReference(kind, ordinal, paymentId, attempt) }
  })
}

// The transfer, which moves the money, carries the payment's own id; a second attempt must not look like a repeat of it.
function stepReference(kind: StepKind, ordinal: number, paymentId: string, attempt: number): string {
  const tried = attempt === 1 ? paymentId : `${paymentId}.${attempt}`
  return kind === 'TRANSFER_CREATE' ? tried : `${tried}:${ordinal}`
}

/** What every step of one settlement is about. `amount` in the digits of the order. */
export interface SettlementTerms {
  readonly ourOcid: number
  readonly merchantOcid: number
  readonly orderId: string
  readonly amount: string
  readonly currency: string
}

/** What the earlier steps of a settlement brought. */
export interface StepResults {
  readonly providers: readonly number[]
  /** What the provider of each hop calls the payment that it waits for. */
  readonly peerTxids: readonly (string | undefined)[]
  /** The proof that the step before this one ended with, as it was signed. */
  readonly lastProof: { readonly proofText: string; readonly signature: string } | undefined
}

export interface Recipient {
  readonly ocid: number
  readonly reference: string
}

/** Whom the provider of a hop credits: the merchant, or the provider before it for the payment that that one waits for. */
export function recipientOf(hop: number, terms: SettlementTerms, { providers, peerTxids }: StepResults): Recipient {
  if (hop === 0) return { ocid: terms.merchantOcid, reference: terms.orderId }
  const [ocid, reference] = [providers[hop - 1], peerTxids[hop - 1]]
  if (ocid === undefined || reference === undefined)
    throw new Error(`hop ${hop} comes before the one that it depends on`)
  return { ocid, reference }
}

export interface StepRequest {
  readonly path: '/payment/create' | '/transfer/create' | '/payment/settle'
  readonly body: string
}

/** The exact request of a step (protocol section 5). It is stored before it is sent, and a repeat sends the same bytes. */
export function stepRequest(step: PlannedStep, terms: SettlementTerms, results: StepResults): StepRequest {
  const { amount, currency } = terms
  const memo = `Payment for ${terms.orderId}`
  const to = recipientOf(step.hop, terms, results)
  switch (step.kind) {
    case 'PAYMENT_CREATE': {
      const order = step.hop === 0 ? { order: { id: terms.orderId } } : {}
      const body = { to: to.ocid, amount, currency, reference: to.reference, memo, ...order }
      return { path: '/payment/create', body: JSON.stringify(body) }
    }
    case 'TRANSFER_CREATE': {
      const from = { ocid: terms.ourOcid, reference: step.reference }
      // A signed request does not say whom it is for: without `issuer` its receiver could have another provider carry it out.
      const body = { issuer: step.peerOcid, from, to, amount, currency, memo }
      return { path: '/transfer/create', body: JSON.stringify(body) }
    }
    case 'PAYMENT_SETTLE':
      return { path: '/payment/settle', body: settleBody(step.hop, results) }
  }
}

// The proof goes on in its issuer's own words: written anew it would be another text than the signed one.
function settleBody(hop: number, { peerTxids, lastProof }: StepResults): string {
  const txid = peerTxids[hop]
  if (txid === undefined || lastProof === undefined) throw new Error('nothing can be settled before there is a proof')
  const { proofText, signature } = lastProof
  return `{"txid":${JSON.stringify(txid)},"proof":${proofText},"signature":${JSON.stringify(signature)}}`
}
