import { type CurrencyTable, isCurrencyCode, isoCurrency } from '@/lib/money/currency'
import { citableText } from '@/lib/opencharge/display-text'
import { type Proof, proofMoney } from '@/lib/opencharge/proof'
import { type Finding, fault, fine, note } from '../finding'

const CLOCK_WINDOW_SECONDS = 300

/** Whether what the proof says can be so: an amount of its currency, a time that is not ahead of us. */
export function checkContent(proof: Proof, currencies: CurrencyTable, nowEpochSeconds: number): Finding[] {
  return [checkMoney(proof, currencies), checkTime(proof, nowEpochSeconds)]
}

function checkMoney(proof: Proof, currencies: CurrencyTable): Finding {
  if (!isCurrencyCode(proof.currency)) {
    const says = `"${citableText(proof.currency, 20)}" is not the code of a currency: one has only the capital letters A to Z and digits`
    return fault('amount', says, 'Do not take it: it may only look like a currency that you know.')
  }
  const iso = isoCurrency(proof.currency)
  const known = currencies.has(proof.currency) || !iso ? currencies : new Map([[iso.code, iso]])
  const money = proofMoney(proof, known)
  if (money.ok) return fine('amount', `${proof.amount} is an amount of ${proof.currency}`)
  if (money.error.code === 'CURRENCY_MISMATCH') {
    return note(
      'amount',
      `how many digits ${proof.currency} has is not known here`,
      `Add it to CURRENCIES, as in ${proof.currency}:6.`,
    )
  }
  return fault('amount', `${proof.amount} is not an amount of ${proof.currency}: ${money.error.message}`)
}

function checkTime({ timestamp }: Proof, nowEpochSeconds: number): Finding {
  if (timestamp <= nowEpochSeconds + CLOCK_WINDOW_SECONDS) return fine('time', 'is not in the future')
  return fault(
    'time',
    `is ${timestamp - nowEpochSeconds} seconds ahead of this machine's clock`,
    'Check the clock here; else ask the issuer.',
  )
}
