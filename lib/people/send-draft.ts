import { formMark, isFormMark } from '@/lib/auth/form-mark'
import { type SendProblem, sendProblems } from './people-problem'
import type { TypedSending } from './sending'

/** What goes through the browser, with a mark that only our own review step makes, for this sender. */
export type MarkedFields = Readonly<Record<string, string>>

const partsOf = (senderId: string, { to, currency, amount, memo }: TypedSending) => [
  senderId,
  to,
  currency,
  amount,
  memo,
]

/** A sending that was reviewed, for the page that shows it once more: `sendKey` is the form's own. */
export function markDraft(senderId: string, sendKey: string, typed: TypedSending): MarkedFields {
  return { ...typed, mark: formMark('send', sendKey, ...partsOf(senderId, typed)) }
}

/** Whether it was us who made this draft, for this sender: anybody can link to an address, and a page shall not ask for it. */
export function isOwnDraft(senderId: string, sendKey: string, typed: TypedSending, mark: string): boolean {
  return isFormMark(mark, 'send', sendKey, ...partsOf(senderId, typed))
}

/** What was typed and why it was refused, for the form in which it is corrected. */
export function markRefused(senderId: string, typed: TypedSending, problem: SendProblem): MarkedFields {
  return { ...typed, problem, mark: formMark('send-refused', problem, ...partsOf(senderId, typed)) }
}

/** The reason that we gave ourselves; null for one that somebody else wrote into an address. */
export function ownProblem(
  senderId: string,
  typed: TypedSending,
  { problem, mark }: { readonly problem: string; readonly mark: string },
): SendProblem | null {
  const known = sendProblems.find((code) => code === problem)
  return known && isFormMark(mark, 'send-refused', known, ...partsOf(senderId, typed)) ? known : null
}
