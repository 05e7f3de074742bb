import type { Mail } from '@/lib/mail/send-mail'

/** The mail's words in the reader's language. */
export interface MailWords {
  readonly subject: (code: string) => string
  readonly text: (code: string, link: string) => string
}

export function signInMail(recipient: string, code: string, link: string, words: MailWords): Mail {
  // In one piece: with a space inside, its halves would change places in a text from right to left.
  return { recipient, subject: words.subject(code), text: words.text(code, link) }
}
