import * as z from 'zod'
import type { PeerAnswer } from '@/lib/gateway/call-peer'
import { parseDecimal, sameDecimal } from '@/lib/money/decimal'
import { displayText } from '@/lib/opencharge/display-text'
import { epochSecondsField, idField } from '@/lib/opencharge/fields'
import { isJsonObject, type JsonObject } from '@/lib/opencharge/json-value'
import type { Result } from '@/lib/opencharge/result'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { FetchRefusal, FetchRefusalCode } from '@/lib/registry/fetch-refusal'
import type { SettlementTerms, StepKind } from './outside-steps'

/** What a peer's answer to a step amounts to, before its proof is looked at. Every answer is hostile until then. */
export type StepAnswer =
  /** The peer waits for the payment that it calls `peerTxid` (payment/create). */
  | {
      readonly kind: 'created'
      readonly peerTxid: string
      readonly accepts: readonly number[] | undefined
      /** Until when it waits; undefined when it does not say. */
      readonly expiresAtEpochSeconds: number | undefined
    }
  /** It gave something that must be verified. */
  | {
      readonly kind: 'claimed'
      readonly proof: unknown
      readonly signature: unknown
      readonly peerTxid: string | undefined
    }
  /** A clear refusal: this call moved nothing. */
  | { readonly kind: 'refused'; readonly code: string; readonly failure: string }
  /** Nothing was sent, so nothing can have moved. `blamedOcid`: who is in the way, when it is not the peer of the step. */
  | { readonly kind: 'unreached'; readonly failure: string; readonly blamedOcid?: number }
  /**
   * Nobody knows. `isSilent`: no answer came at all, which says something of the peer and not only of this call.
   * `isUnderWay`: the peer says whether it is at it; undefined when it says nothing that can be read.
   */
  | {
      readonly kind: 'unknown'
      readonly failure: string
      readonly isSilent: boolean
      readonly isUnderWay?: boolean
      readonly peerTxid?: string
    }

const unsent: readonly FetchRefusalCode[] = ['URL_REFUSED', 'ADDRESS_REFUSED', 'NAME_NOT_FOUND', 'CONNECTION_FAILED']
const MOST_FAILURE_CHARACTERS = 300

// What is no date of this age, whatever a peer calls it, counts as none.
const DATES_END = 1e11

const Created = z.looseObject({
  txid: idField,
  amount: z.string(),
  currency: z.string(),
  expiresAt: epochSecondsField.positive().lt(DATES_END).optional().catch(undefined),
  settlement: z.looseObject({ accepts: z.array(z.union([z.int(), z.string()])) }).optional(),
})
const Claimed = z.looseObject({
  status: z.unknown().optional(),
  txid: idField.optional(),
  proof: z.unknown().optional(),
  signature: z.unknown().optional(),
})
const Refusal = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string().optional() }) })

/** Sorts a peer's answer to a step (protocol section 6). Pure: what it means for the payment is for `decideStep` to say. */
export function readStepAnswer(
  kind: StepKind,
  terms: SettlementTerms,
  answer: Result<PeerAnswer, FetchRefusal>,
): StepAnswer {
  if (!answer.ok) return unanswered(answer.error)
  const { status, bytes, distrust } = answer.value
  if (distrust !== null) return unknown(`the answer's signature does not hold: ${distrust}`)
  const json = parseStrictJson(bytes)
  const body = json.ok && isJsonObject(json.value) ? json.value : undefined
  if (status >= 400 && status < 500) return readRefusal(status, body)
  if (status < 200 || status > 299) return unknown(`it answered ${status}`)
  if (!body) return unknown('its answer cannot be read')
  return kind === 'PAYMENT_CREATE' ? readCreated(terms, body) : readClaim(body)
}

function unanswered({ code, reason }: FetchRefusal): StepAnswer {
  if (unsent.includes(code)) return { kind: 'unreached', failure: `${code}: ${reason}` }
  const isSilent = code === 'TIMEOUT' || code === 'CONNECTION_LOST'
  return { kind: 'unknown', failure: `${code}: ${reason}`, isSilent }
}

const unknown = (failure: string): Extract<StepAnswer, { kind: 'unknown' }> => ({
  kind: 'unknown',
  failure,
  isSilent: false,
})

function readRefusal(status: number, body: JsonObject | undefined): StepAnswer {
  const refusal = Refusal.safeParse(body)
  if (!refusal.success) return unknown(`it answered ${status} without saying why`)
  const { code, message = '' } = refusal.data.error
  // Each call has a nonce of its own: whoever has seen it has got this very call before, and may have carried it out.
  if (code === 'NONCE_REUSED') return unknown('it has got this very call twice: NONCE_REUSED')
  // "Something else was done under this reference": then something was.
  if (code === 'ORDER_CONFLICT') return unknown('it has done something else under this reference: ORDER_CONFLICT')
  return { kind: 'refused', code, failure: displayText(`${code} ${message}`.trim(), MOST_FAILURE_CHARACTERS) }
}

function readCreated(terms: SettlementTerms, body: JsonObject): StepAnswer {
  const created = Created.safeParse(body)
  if (!created.success) return { kind: 'refused', code: 'UNREADABLE', failure: 'its answer names no payment' }
  const { txid: peerTxid, amount, currency, expiresAt, settlement } = created.data
  const [asked, waited] = [parseDecimal(terms.amount), parseDecimal(amount)]
  const isSame = asked && waited && sameDecimal(asked, waited) && currency === terms.currency
  if (!isSame)
    return { kind: 'refused', code: 'OTHER_TERMS', failure: 'it waits for another amount than it was asked for' }
  return { kind: 'created', peerTxid, accepts: settlement?.accepts.map(Number), expiresAtEpochSeconds: expiresAt }
}

function readClaim(body: JsonObject): StepAnswer {
  const claimed = Claimed.safeParse(body)
  if (!claimed.success) return unknown('its answer has another form')
  const { status, proof, signature, txid } = claimed.data
  if (proof !== undefined) return { kind: 'claimed', proof, signature, peerTxid: txid }
  const named = txid !== undefined && { peerTxid: txid }
  return { ...unknown('it has not finished yet'), isUnderWay: status === 'pending', ...named }
}
