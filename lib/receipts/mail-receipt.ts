import { takeRateLimit } from '@/lib/http/rate-limit'
import { isLinkToken } from '@/lib/links/link-token'
import { type Mail, sendMail } from '@/lib/mail/send-mail'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findReceipt } from './receipt-store'

/** Sends a receipt to its own payer, at the address that is signed in with: never to anybody else. */
export async function mailReceipt(
  token: string,
  payer: { readonly id: string; readonly email: string },
  words: Omit<Mail, 'recipient'>,
): Promise<Result<true, 'NOT_YOURS' | 'TOO_MANY'>> {
  const receipt = isLinkToken(token) ? await findReceipt(token) : undefined
  if (receipt?.payerId !== payer.id) return err('NOT_YOURS')
  if ((await takeRateLimit('receipt_mail', payer.id)) !== undefined) return err('TOO_MANY')
  await sendMail({ recipient: payer.email, ...words })
  return ok(true)
}
