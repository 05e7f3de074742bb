import { log } from '@/lib/log/log'
import { queueMail } from '@/lib/mail/mail-queue'
import type { Mail } from '@/lib/mail/send-mail'

/** What weakens or strengthens the protection of a wallet, and is told to its owner by mail. */
export type SecurityChange = 'PASSKEY_ADDED' | 'PASSKEY_REMOVED' | 'LIMIT_RAISED' | 'LIMIT_DROPPED'

/** Tells the owner of a wallet what was changed. It is done by then: a mail that cannot be queued undoes nothing. */
export async function mailSecurityChange(mail: Mail): Promise<void> {
  try {
    await queueMail(mail)
  } catch (cause) {
    log().error({ err: cause }, 'a mail about a change of security was not queued')
  }
}
