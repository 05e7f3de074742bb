import { keyText } from '@/lib/gateway/key-text'
import { isCurrencyCode } from '@/lib/money/currency'
import type { SharedField } from '@/lib/opencharge/compare-with-order'
import { citableText } from '@/lib/opencharge/display-text'
import { type BrokenField, type Check, type Judgement, judgeKey } from '@/lib/opencharge/judge-evidence'
import type { Proof } from '@/lib/opencharge/proof'

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
// Enough for any number of an order or a line of a note; a page of prose would bury the sentence around it.
const MOST_CITED = 120

/** What a judgement comes to, in a sentence: who states what, and whether it holds. Null when no proof can be read. */
export function judgementSentence(judgement: Judgement, language: Language): string | null {
  const { verdict, proof, key } = judgement
  if (!proof) return null
  const { words, quote } = language
  const statement = statementOf(proof, isForOrder(judgement), language)
  if (verdict !== 'valid' || !key) {
    return words(verdict === 'broken' ? 'sentence.broken' : 'sentence.undecided', { statement })
  }
  const values = { statement, key: quote(keyText(key.key.hex)) }
  const { reason } = judgeKey(proof, key)
  if (reason === 'KEY_UNDATED' || reason === 'KEY_SPAN_IMPOSSIBLE') return words('sentence.validUndated', values)
  const seen = { first: quote(timeText(key.firstSeenAt ?? 0)), last: quote(timeText(key.lastSeenAt ?? 0)) }
  return words(reason === 'KEY_SEEN' ? 'sentence.valid' : 'sentence.validOutside', { ...values, ...seen })
}

/** Whether the payee signed the order that the proof names: then it is a merchant, and the reference is its order. */
const isForOrder = ({ checks }: Judgement) =>
  (['payee', 'reference'] as const).every((shared) =>
    checks.some(({ check, state }) => check === shared && state === 'ok'),
  )

/** What the proof itself says, and nothing that stands beside it: its issuer signed no more. */
function statementOf(proof: Proof, isForOrder: boolean, language: Language): string {
  const { words, quote } = language
  const { issuer, amount, to, timestamp, memo } = proof
  return words(isForOrder ? 'statementForOrder' : 'statement', {
    issuer: quote(String(issuer)),
    amount: quote(amount),
    currency: currencyText(proof.currency, language),
    payee: quote(String(to.ocid)),
    hasReference: to.reference ? 'yes' : 'no',
    reference: cite(to.reference ?? '', language),
    hasMemo: memo ? 'yes' : 'no',
    memo: cite(memo ?? '', language),
    time: quote(timeText(timestamp)),
  })
}

/** Somebody's own prose, visibly not ours. */
const cite = (text: string, { words, quote }: Language) =>
  words('quoted', { text: quote(citableText(text, MOST_CITED)) })

const currencyText = (currency: string, language: Language) =>
  isCurrencyCode(currency) ? language.quote(currency) : cite(currency, language)

function comparedText(field: SharedField, text: string, language: Language): string {
  if (text === '') return language.words('nothing')
  if (field === 'reference') return cite(text, language)
  return field === 'currency' ? currencyText(text, language) : language.quote(text)
}

/** What one check came to, in a sentence. */
export function checkText(check: Check, language: Language): string {
  const { words, quote, comma } = language
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
    case 'KEY_SEEN_LATER':
    case 'KEY_SEEN_BEFORE':
    case 'KEY_SPAN_IMPOSSIBLE': {
      const { firstSeenAt, lastSeenAt } = check.key
      return say({ first: quote(timeText(firstSeenAt ?? 0)), last: quote(timeText(lastSeenAt ?? firstSeenAt ?? 0)) })
    }
    case 'AMOUNT_FORM':
    case 'AMOUNT_NOT_OF_CURRENCY':
    case 'CURRENCY_UNKNOWN':
    case 'CURRENCY_FORM':
      return say({ amount: quote(check.proof.amount), currency: currencyText(check.proof.currency, language) })
    case 'SAME':
    case 'SAME_UNSIGNED':
    case 'PAID_TO_ACCEPTED':
    case 'PAID_TO_GATEWAY':
    case 'DIFFERENT': {
      const { field, inProof, inOrder } = check.comparison
      return say({
        inProof: comparedText(field, inProof, language),
        inOrder: comparedText(field, inOrder, language),
      })
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
