'use client'

import { useLocale, useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Icon, type IconName } from '@/components/ui/icon'
import type { Tone } from '@/components/ui/notice'
import { displayText } from '@/lib/opencharge/display-text'
import type { Check, Judgement } from '@/lib/opencharge/judge-evidence'
import { checkText, judgementSentence, type Language, type Words } from '@/lib/verify/judgement-text'

const MOST_CHARACTERS = 300

/** What a judgement says: the verdict in a sentence, every check with its result, and what cannot be known. */
export function VerifyResult({ judgement }: { judgement: Judgement }) {
  const t = useTranslations('verify')
  const language = useLanguage()
  const { verdict, checks } = judgement
  const { tone, icon } = verdictLook[verdict]
  const sentence = judgementSentence(judgement, language)
  const broken = checks.filter(({ state }) => state === 'fault')
  // What an order adds to a proof is easily taken for proved: said beside the sentence, once.
  const unproved = checks.filter(({ state, reason }) => state === 'unknown' && reason !== 'SAME_UNSIGNED')
  return (
    <>
      <Badge tone={tone} icon={icon} />
      <h2 className="mt-4 text-2xl font-bold tracking-display">{t(`holds.${verdict}`)}</h2>
      {broken.map((check) => (
        <p key={check.check} className="untrusted mt-3 font-semibold text-danger text-pretty">
          {checkText(check, language)}
        </p>
      ))}
      {sentence && <p className="untrusted mt-3 text-lg text-pretty">{sentence}</p>}
      {unproved.map((check) => (
        <p key={check.check} className="untrusted mt-3 font-semibold text-pretty">
          {checkText(check, language)}
        </p>
      ))}
      <h3 className="mt-8 mb-2 text-xl font-bold tracking-display">{t('checks')}</h3>
      <ul className="divide-y divide-line">
        {checks.map((check) => (
          <CheckRow key={check.check} check={check} language={language} />
        ))}
      </ul>
      <h3 className="mt-8 mb-2 text-xl font-bold tracking-display">{t('unknown')}</h3>
      <ul className="list-disc space-y-2 ps-5 text-pretty">
        <li>{t('unknownKeys')}</li>
        <li>{t('unknownMoney')}</li>
        <li>{t('unknownLater')}</li>
      </ul>
    </>
  )
}

function CheckRow({ check, language }: { check: Check; language: Language }) {
  const t = useTranslations('verify')
  const { icon, color } = stateLook[check.state]
  return (
    <li className="flex gap-3 py-3">
      <Icon name={icon} size={20} weight={2.25} className={`mt-0.5 ${color}`} />
      <div className="min-w-0">
        <p className="font-semibold">
          {t(`check.${check.check}`)}
          <span className={`font-normal ${color}`}> · {t(`state.${check.state}`)}</span>
        </p>
        <p className="untrusted text-ink-soft text-pretty">{checkText(check, language)}</p>
      </div>
    </li>
  )
}

function useLanguage(): Language {
  const t = useTranslations('verify')
  const isArabic = useLocale() === 'ar'
  return {
    words: t as unknown as Words,
    // Each value keeps its direction to itself.
    quote: (text) => (text === '' ? '' : `\u2068${displayText(text, MOST_CHARACTERS)}\u2069`),
    comma: isArabic ? '، ' : ', ',
  }
}

const verdictLook: Record<Judgement['verdict'], { readonly tone: Tone | 'neutral'; readonly icon: IconName }> = {
  valid: { tone: 'success', icon: 'check' },
  undecided: { tone: 'neutral', icon: 'mark' },
  broken: { tone: 'danger', icon: 'ex' },
}

const stateLook: Record<Check['state'], { readonly icon: IconName; readonly color: string }> = {
  ok: { icon: 'success', color: 'text-success' },
  note: { icon: 'info', color: 'text-ink-soft' },
  unknown: { icon: 'warning', color: 'text-warning' },
  fault: { icon: 'cross', color: 'text-danger' },
}
