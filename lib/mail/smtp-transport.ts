import { createTransport, type Transporter } from 'nodemailer'
import SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'

// How long a mail server may keep each stage of a conversation waiting.
const PATIENCE = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000 }

/** The way to the mail server of this URL. Not by `createTransport({url, …})`, which forgets what stands beside the URL. */
export function openTransport(url: string, from?: string): Transporter {
  return createTransport(new SMTPTransport({ url, ...PATIENCE }), { from })
}

/** Whether a mail was not sent because the mail server was not there: it has seen nothing of it. */
export function wasMailServerAway(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false
  const { syscall, code } = cause as NodeJS.ErrnoException
  return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'EDNS' || cause.message === 'Connection timeout'
}
