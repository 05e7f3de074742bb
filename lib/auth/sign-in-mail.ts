import type { Mail } from '@/lib/mail/send-mail'

/** The mail's words in the reader's language. */
export interface MailWords {
  readonly subject: (code: string) => string
  readonly text: (code: string, link: string) => string
}

export function signInMail(recipient: string, code: string, link: string, words: MailWords): Mail {
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
  return { recipient, subject: words.subject(spaced), text: words.text(spaced, link) }
}
