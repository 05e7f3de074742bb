import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import type { CurrencyTable } from '@/lib/money/currency'
import { ok, type Result } from '@/lib/opencharge/result'
import { putReserveThresholds } from '@/lib/providers/reserve-store'
import { actor } from './actor'
import { defineCommand, misuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { ocidValue } from './option-values'

interface Options {
  readonly ocid: number
  readonly currency: string
  readonly low: string
  readonly empty: string
}

export const partnerReserveThresholds = defineCommand<Options>({
  syntax: 'reserve-thresholds',
  summary: 'say when our reserve at a partner is low, and below what it is not used',
  details:
    'The doctor names a reserve that is low or empty. Payments take another way, or are refused, rather than bring a reserve below its second threshold. Both can be 0. The audit log names you.',
  examples: ['partner reserve-thresholds --ocid 400 --currency USD --low 100.00 --empty 10.00'],
  shape: (command) =>
    command
      .requiredOption('--ocid <number>', 'where the reserve is', ocidValue)
      .requiredOption('--currency <code>', 'of which currency')
      .requiredOption('--low <amount>', 'below this it should be refilled')
      .requiredOption('--empty <amount>', 'below this it is not used'),
  run: async (session, { ocid, currency, low, empty }) => {
    const { CURRENCIES } = await session.database()
    const lowMinor = readThreshold(low, currency, CURRENCIES)
    if (!lowMinor.ok) return misuse(lowMinor.error)
    const emptyMinor = readThreshold(empty, currency, CURRENCIES)
    if (!emptyMinor.ok) return misuse(emptyMinor.error)
    const thresholds = { ocid, currency, lowMinor: lowMinor.value, emptyMinor: emptyMinor.value }
    if (thresholds.lowMinor < thresholds.emptyMinor) return misuse('--low must not be less than --empty.')
    const shown = (minor: bigint) => moneyText(minor, currency, CURRENCIES)
    const words = `low below ${shown(thresholds.lowMinor)}, not used below ${shown(thresholds.emptyMinor)}`
    await inTransaction(async (tx) => {
      await putReserveThresholds(tx, thresholds)
      const subject = `OCID ${ocid}`
      await recordAudit(tx, { actor: actor(), action: 'partner.reserve-thresholds', subject, details: words })
    })
    const json = {
      ocid,
      low: moneyJson(thresholds.lowMinor, currency, CURRENCIES),
      empty: moneyJson(thresholds.emptyMinor, currency, CURRENCIES),
    }
    return ok({ json, lines: [`Our reserve at partner ${ocid} is ${words}.`] })
  },
})

/** An amount, or nothing at all; the error is a sentence. */
function readThreshold(text: string, code: string, currencies: CurrencyTable): Result<bigint, string> {
  if (/^0(\.0+)?$/.test(text) && currencies.has(code)) return ok(0n)
  const money = parseMoneyOption(`${code}=${text}`, currencies)
  return money.ok ? ok(money.value.amountMinor) : money
}
