import { returnRateLimit, takeRateLimit } from '@/lib/http/rate-limit'
import { log } from '@/lib/log/log'
import { sendMail } from '@/lib/mail/send-mail'
import { wasMailServerAway } from '@/lib/mail/smtp-transport'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseEmail } from './email-address'
import { isBrowserOf } from './known-browser'
import { hashCode, newCode, newFlowId } from './sign-in-code'
import { dropCode, saveCode } from './sign-in-code-store'
import { type MailWords, signInMail } from './sign-in-mail'

export type RequestCodeError = 'INVALID_EMAIL' | 'TOO_MANY_REQUESTS' | 'MAIL_FAILED'

export interface CodeRequest {
  readonly email: unknown
  /** The network address that asks. */
  readonly address: string
  /** The mark of an address that the browser has signed in with, when it brings one (known-browser.ts). */
  readonly browserMark?: string | undefined
  readonly secret: string
  /** Makes the link that the mail carries. */
  readonly linkFor: (flowId: string, code: string) => string
  readonly words: MailWords
}

/** Mails a code. What it answers is the same for an address that is known here and one that is not. */
export async function requestCode({
  email,
  address,
  browserMark,
  secret,
  linkFor,
  words,
}: CodeRequest): Promise<Result<string, RequestCodeError>> {
  const recipient = parseEmail(email)
  if (!recipient) return err('INVALID_EMAIL')
  const isKnownBrowser = isBrowserOf(recipient, browserMark)
  // Whoever shares a network address with many others is not kept out by them, in a browser that has been here before.
  const asker = isKnownBrowser ? `browser of ${recipient}` : address
  if ((await takeRateLimit('sign_in', asker)) !== undefined) return err('TOO_MANY_REQUESTS')
  const [flowId, code] = [newFlowId(), newCode()]
  const saved = await saveCode({ flowId, email: recipient, codeHash: hashCode(flowId, code, secret), isKnownBrowser })
  if (!saved) return err('TOO_MANY_REQUESTS')
  try {
    await sendMail(signInMail(recipient, code, linkFor(flowId, code), words))
  } catch (cause) {
    log().error({ err: cause }, 'a sign-in mail was not sent')
    // What the mail server never saw counts against nobody. Whatever else went wrong, the mail may have been sent.
    if (wasMailServerAway(cause)) await Promise.all([dropCode(flowId), returnRateLimit('sign_in', asker)])
    return err('MAIL_FAILED')
  }
  return ok(flowId)
}
