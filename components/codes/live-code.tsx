'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { Locale } from '@/lib/i18n/locales'
import { isolated, moneyText } from '@/lib/i18n/money-text'
import type { LiveEvent } from '@/lib/live/live-event'

interface LiveCodeProps {
  readonly codeId: string
  readonly secondsToRenewal: number
  readonly eventsPath: string | null
  /** Where the page of an order is, by the id of its session. */
  readonly payPath: string
  readonly locale: Locale
  /** Something else on the page is to be done first. */
  readonly isAside: boolean
  readonly sentences: { readonly waiting: string; readonly asks: string }
}

// A connection that was refused, because there were too many or the server had no room, is not tried again by the browser.
const RETRY_MS = 5_000

type Asked = Extract<LiveEvent, { kind: 'asked' }>

/** Waits for a merchant's order, says who asks for how much as soon as it is there, and goes on to its page. */
export function LiveCode({ codeId, secondsToRenewal, eventsPath, payPath, locale, isAside, sentences }: LiveCodeProps) {
  const asked = useAsked(codeId, eventsPath, payPath)
  useRenewal(secondsToRenewal)
  return (
    <p
      role="status"
      className={`mt-5 text-center text-balance ${isAside && !asked ? 'text-sm text-ink-soft' : 'text-lg font-semibold'}`}
    >
      {asked ? sentenceOf(asked, sentences.asks, locale) : sentences.waiting}
    </p>
  )
}

function useAsked(codeId: string, eventsPath: string | null, payPath: string): Asked | null {
  const router = useRouter()
  const [asked, setAsked] = useState<Asked | null>(null)
  useEffect(() => {
    if (eventsPath === null) return
    const lookAgain = () => router.replace(`?shown=${codeId}`, { scroll: false })
    const listen = () => {
      const events = new EventSource(eventsPath)
      // Something may have come before this page listened: the server knows.
      events.onopen = lookAgain
      events.onmessage = ({ data }: MessageEvent<string>) => {
        const event = JSON.parse(data) as LiveEvent
        if (event.kind === 'look_again') return lookAgain()
        if (event.kind !== 'asked' || event.codeId !== codeId) return
        setAsked(event)
        window.location.assign(`${payPath}/${event.sessionId}`)
      }
      events.onerror = () => {
        if (events.readyState !== EventSource.CLOSED) return
        lookAgain()
        retry = setTimeout(() => {
          current = listen()
        }, RETRY_MS)
      }
      return events
    }
    let retry: ReturnType<typeof setTimeout> | undefined
    let current = listen()
    return () => {
      clearTimeout(retry)
      current.close()
    }
  }, [codeId, eventsPath, payPath, router])
  return asked
}

/** Asks for a fresh code before this one ends. */
function useRenewal(seconds: number): void {
  const router = useRouter()
  useEffect(() => {
    const look = () => {
      router.refresh()
      // Whatever came of it, this code stays until another one is here.
      timer = setTimeout(look, RETRY_MS)
    }
    let timer = setTimeout(look, Math.max(seconds, 1) * 1000)
    return () => clearTimeout(timer)
  }, [seconds, router])
}

// A name in another direction must not turn the sentence around.
function sentenceOf({ merchantName, amountMinor, currency }: Asked, sentence: string, locale: Locale): string {
  const amount = moneyText({ amountMinor: BigInt(amountMinor), currency }, locale)
  return sentence.replace('{name}', () => isolated(merchantName)).replace('{amount}', () => isolated(amount))
}
