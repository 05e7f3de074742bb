import { createTranslator } from 'next-intl'
import en from '@/lib/i18n/messages/en.json'
import { displayText } from '@/lib/opencharge/display-text'
import type { Language, Words } from '@/lib/verify/judgement-text'

const MOST_CHARACTERS = 200

/** The words of the page /verify, so that both say the same of the same file. */
export const verifyWords = createTranslator({ locale: 'en', messages: en, namespace: 'verify' }) as unknown as Words

export const english: Language = {
  words: verifyWords,
  quote: (text) => displayText(text, MOST_CHARACTERS),
  comma: ', ',
}
