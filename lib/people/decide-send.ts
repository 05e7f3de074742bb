import { err, ok, type Result } from '@/lib/opencharge/result'

/** What is to be sent, or was, as the sender said it. */
export interface SendFacts {
  readonly addressedTo: string
  readonly currency: string
  readonly amountMinor: bigint
  readonly memo: string | null
}

/** Whether a form that was used before says the same again (a double click, a refresh, the back button). */
export function decideRepeat(earlier: SendFacts, again: SendFacts): Result<'already', 'FORM_USED'> {
  const isSame =
    earlier.addressedTo === again.addressedTo &&
    earlier.currency === again.currency &&
    earlier.amountMinor === again.amountMinor &&
    earlier.memo === again.memo
  return isSame ? ok('already') : err('FORM_USED')
}

/** Whether a form moves money. The wallet is undefined when the sender has none in that currency. */
export function decideSend(
  wallet: { readonly availableMinor: bigint } | undefined,
  earlier: SendFacts | undefined,
  facts: SendFacts,
): Result<'move' | 'already', 'FORM_USED' | 'INSUFFICIENT_FUNDS'> {
  if (earlier) return decideRepeat(earlier, facts)
  if (!wallet || wallet.availableMinor < facts.amountMinor) return err('INSUFFICIENT_FUNDS')
  return ok('move')
}
