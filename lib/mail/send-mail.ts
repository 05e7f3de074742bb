import type { Transporter } from 'nodemailer'
import { prisma } from '@/lib/db/prisma'
import { env } from '@/lib/env/env'
import { openTransport } from './smtp-transport'

export interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly text: string
}

let transport: Transporter | undefined

// Less than a job may take before it counts as a dead worker's (dead-workers.ts); somebody who signs in waits for it too.
const MOST_SENDING_MS = 30_000

/** Sends a mail by SMTP; in development without a mail server it goes to the mailbox at /dev/mail. */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, development } = env()
  if (SMTP_URL) {
    transport ??= openTransport(SMTP_URL, MAIL_FROM)
    await within(MOST_SENDING_MS, transport.sendMail({ to: mail.recipient, subject: mail.subject, text: mail.text }))
    return
  }
  if (!development) throw new Error('SMTP_URL is not set, so nobody can be sent a sign-in code')
  await prisma().developmentMail.create({ data: { ...mail } })
}

/** A mail server that says a word now and then could go on for ever: after so long it counts as silent. */
async function within(mostMs: number, sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the mail server did not take the mail within ${mostMs / 1000} s`)),
      mostMs,
    )
  })
  try {
    await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}
