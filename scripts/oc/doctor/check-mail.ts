import { openTransport } from '@/lib/mail/smtp-transport'
import { displayText } from '@/lib/opencharge/display-text'
import { type Finding, fault, fine } from '../finding'
import type { Check } from './patient'

const NAME = 'mail'
const MOST_REASON_CHARACTERS = 200

/** Connects and signs in to the mail server, and sends nothing. */
export const checkMail: Check = {
  name: NAME,
  needs: ['settings'],
  look: async ({ settings }) => {
    if (!settings) return []
    const { SMTP_URL, development } = settings
    if (!SMTP_URL) return [development ? fine(NAME, 'goes to /dev/mail in development') : unset()]
    const { host } = new URL(SMTP_URL)
    const transport = openTransport(SMTP_URL)
    try {
      await transport.verify()
      return [fine(NAME, `${host} takes our mail`)]
    } catch (cause) {
      const reason = displayText(cause instanceof Error ? cause.message : String(cause), MOST_REASON_CHARACTERS)
      const says = `${host} does not take our mail: ${reason}`
      return [fault(NAME, says, 'Check host, port, user and password in SMTP_URL (smtps:// for port 465).')]
    } finally {
      transport.close()
    }
  },
}

const unset = (): Finding =>
  fault(
    NAME,
    'SMTP_URL is not set, so nobody can sign in',
    'Set it to your mail server, like smtps://user:password@mail.example:465.',
  )
