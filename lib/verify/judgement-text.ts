import { keyText } from '@/lib/gateway/key-text'
import type { BrokenField, Check, Judgement } from '@/lib/opencharge/judge-evidence'

/** The words of the messages under `verify`, in the reader's language. */
export type Words = (key: string, values?: Readonly<Record<string, string>>) => string

export interface Language {
  readonly words: Words
  /** Makes a text of somebody else's safe to stand within a sentence. */
  readonly quote: (text: string) => string
  /** Joins the members of a list. */
  readonly comma: string
}

const LATEST_EPOCH_SECONDS = 253_402_300_799

/** What a judgement comes to, in a sentence: who states what, and whether it holds. Null when no proof can be read. */
export function judgementSentence(judgement: Judgement, language: Language): string | null {
  const { verdict, proof, key } = judgement
  if (!proof) return null
  const { words, quote } = language
  const statement = statementOf(judgement, language)
  if (verdict !== 'valid' || !key) {
    return words(verdict === 'broken' ? 'sentence.broken' : 'sentence.undecided', { statement: statement ?? '' })
  }
  const values = { statement: statement ?? '', key: quote(keyText(key.key.hex)) }
  if (key.firstSeenAt === null || key.lastSeenAt === null) return words('sentence.validUndated', values)
  const seen = { first: quote(timeText(key.firstSeenAt)), last: quote(timeText(key.lastSeenAt)) }
  return words('sentence.valid', { ...values, ...seen })
}

function statementOf({ proof, order }: Judgement, { words, quote }: Language): string | null {
  if (!proof) return null
  const isMerchant = order !== null && order.ocid === proof.to.ocid
  return words('statement', {
    issuer: quote(String(proof.issuer)),
    amount: quote(proof.amount),
    currency: quote(proof.currency),
    payeeKind: order === null ? 'other' : isMerchant ? 'merchant' : 'gateway',
    payee: quote(String(proof.to.ocid)),
    merchant: quote(String(order?.ocid ?? '')),
    hasReference: proof.to.reference ? 'yes' : 'no',
    reference: quote(proof.to.reference ?? ''),
    time: quote(timeText(proof.timestamp)),
  })
}

/** What one check came to, in a sentence. */
export function checkText(check: Check, { words, quote, comma }: Language): string {
  const names = (fields: readonly BrokenField[]) => fields.map((field) => words(`field.${field}`)).join(comma)
  const say = (values: Readonly<Record<string, string>> = {}) => words(`reason.${check.reason}`, values)
  switch (check.reason) {
    case 'PROOF_MALFORMED':
    case 'ORDER_MALFORMED':
      return say({ issues: quote(check.issues) })
    case 'PROOF_SIGNED':
    case 'ORDER_SIGNED':
      return say({ key: quote(keyText(check.key.key.hex)), ocid: quote(String(check.ocid)) })
    case 'PROOF_BROKEN':
    case 'ORDER_BROKEN':
      return words(`reason.${brokenReason(check)}`, { fields: names(check.fields) })
    case 'NO_KEY':
    case 'ORDER_NO_KEY':
      return say({ ocid: quote(String(check.ocid)) })
    case 'KEY_SEEN':
    case 'KEY_SEEN_LATER': {
      const { firstSeenAt, lastSeenAt } = check.key
      return say({ first: quote(timeText(firstSeenAt ?? 0)), last: quote(timeText(lastSeenAt ?? firstSeenAt ?? 0)) })
    }
    case 'AMOUNT_FORM':
    case 'AMOUNT_NOT_OF_CURRENCY':
    case 'CURRENCY_UNKNOWN':
      return say({ amount: quote(check.proof.amount), currency: quote(check.proof.currency) })
    case 'SAME':
    case 'PAID_TO_GATEWAY':
    case 'DIFFERENT': {
      const { inProof, inOrder } = check.comparison
      return say({ inProof: quote(inProof) || words('nothing'), inOrder: quote(inOrder) || words('nothing') })
    }
    default:
      return say()
  }
}

function brokenReason({ reason, fields, isCertain }: Extract<Check, { fields: readonly BrokenField[] }>): string {
  if (fields[0] === 'issuer') return 'PROOF_ISSUER'
  if (fields[0] === 'merchant') return 'ORDER_MERCHANT'
  if (!isCertain) return reason
  return reason === 'PROOF_BROKEN' ? 'PROOF_RESTORED' : 'ORDER_RESTORED'
}

/** A moment in UTC, to the second, the same in every language. */
function timeText(epochSeconds: number): string {
  if (epochSeconds > LATEST_EPOCH_SECONDS) return `second ${epochSeconds}`
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
