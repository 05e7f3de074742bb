import type { SendProblem } from '@/lib/people/people-problem'
import { markRefused } from '@/lib/people/send-draft'
import type { TypedSending } from '@/lib/people/sending'

/** The form with what was typed in it; empty when that was nothing. */
export function formPath(typed: TypedSending): string {
  return typed.to === '' ? '/wallet/send' : `/wallet/send?${new URLSearchParams({ ...typed })}`
}

/** The same with the reason why it went no further. */
export function refusedPath(senderId: string, typed: TypedSending, problem: SendProblem): string {
  return `/wallet/send?${new URLSearchParams(markRefused(senderId, typed, problem))}`
}

export function typedIn(text: (name: string) => string): TypedSending {
  return { to: text('to'), currency: text('currency'), amount: text('amount'), memo: text('memo') }
}
