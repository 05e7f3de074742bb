'use client'

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { type FormEvent, useRef, useState } from 'react'
import { useFormStatus } from 'react-dom'
import { type ButtonVariant, buttonStyle } from '@/components/ui/button-style'

/** What the step says when the browser or the person does not go along. */
export interface PasskeyWords {
  readonly label: string
  readonly waiting: string
  readonly cancelled: string
  readonly unsupported: string
  readonly failed: string
  readonly known: string
}

type Outcome = 'cancelled' | 'unsupported' | 'failed' | 'known'

/** Fetches the question for a passkey from the server; null when the server does not ask. */
export type PasskeyAsk =
  | { readonly kind: 'get'; readonly ask: (() => Promise<PublicKeyCredentialRequestOptionsJSON | null>) | null }
  | { readonly kind: 'create'; readonly ask: (() => Promise<PublicKeyCredentialCreationOptionsJSON | null>) | null }

interface PasskeyFormProps {
  readonly question: PasskeyAsk
  /** Gets `answer`. */
  readonly action: string | ((form: FormData) => void | Promise<void>)
  readonly words: PasskeyWords
  readonly variant: ButtonVariant
}

/** A button that asks the browser for a passkey and posts its answer. Without JavaScript it posts none, and the page says why. */
export function PasskeyForm({ question, action, words, variant }: PasskeyFormProps) {
  const answer = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<Outcome | 'idle' | 'waiting'>('idle')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    if (answer.current?.value !== '') return
    event.preventDefault()
    if (state === 'waiting') return
    const form = event.currentTarget
    setState('waiting')
    const got = await askBrowser(question)
    if ('outcome' in got) return setState(got.outcome)
    answer.current.value = got.answer
    form.requestSubmit()
    // What is sent was taken at once: should the page come back with a problem, the next press asks anew.
    answer.current.value = ''
    setState('idle')
  }
  const target = typeof action === 'string' ? { action, method: 'post' as const } : { action }
  return (
    <form {...target} onSubmit={submit}>
      <input ref={answer} type="hidden" name="answer" defaultValue="" />
      <PasskeyButton isAsking={state === 'waiting'} words={words} variant={variant} />
      <p role="status" className="mt-2 text-sm font-medium text-danger empty:hidden">
        {state !== 'idle' && state !== 'waiting' && words[state]}
      </p>
    </form>
  )
}

function PasskeyButton({
  isAsking,
  words,
  variant,
}: Pick<PasskeyFormProps, 'words' | 'variant'> & { isAsking: boolean }) {
  const { pending } = useFormStatus()
  const isBusy = isAsking || pending
  return (
    <button type="submit" className={buttonStyle(variant, true)} aria-disabled={isBusy}>
      {isBusy ? words.waiting : words.label}
    </button>
  )
}

async function askBrowser({ kind, ask }: PasskeyAsk): Promise<{ answer: string } | { outcome: Outcome }> {
  if (typeof PublicKeyCredential === 'undefined') return { outcome: 'unsupported' }
  try {
    // Loaded when it is wanted: most visits of a page never ask.
    const [browser, optionsJSON] = await Promise.all([import('@simplewebauthn/browser'), ask?.()])
    if (!optionsJSON) return { outcome: 'failed' }
    const answer =
      kind === 'create'
        ? await browser.startRegistration({ optionsJSON: optionsJSON as PublicKeyCredentialCreationOptionsJSON })
        : await browser.startAuthentication({ optionsJSON: optionsJSON as PublicKeyCredentialRequestOptionsJSON })
    return { answer: JSON.stringify(answer) }
  } catch (cause) {
    return { outcome: outcomeOf(cause) }
  }
}

function outcomeOf(cause: unknown): Outcome {
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'InvalidStateError') return 'known'
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed'
}
