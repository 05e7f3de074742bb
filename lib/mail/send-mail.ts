import { createTransport, type Transporter } from 'nodemailer'
import { prisma } from '@/lib/db/prisma'
import { env } from '@/lib/env/env'

export interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly text: string
}

let transport: Transporter | undefined

// Together less than a job may take before it counts as a dead worker's (dead-workers.ts); somebody who signs in waits for it too.
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 15_000, socketTimeout: 20_000 }

/** Sends a mail by SMTP; in development without a mail server it goes to the mailbox at /dev/mail. */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, development } = env()
  if (SMTP_URL) {
    transport ??= createTransport({ url: SMTP_URL, ...PATIENCE }, { from: MAIL_FROM })
    await transport.sendMail({ to: mail.recipient, subject: mail.subject, text: mail.text })
    return
  }
  if (!development) throw new Error('SMTP_URL is not set, so nobody can be sent a sign-in code')
  await prisma().developmentMail.create({ data: { ...mail } })
}
