import { rows } from '@/lib/db/transaction'
import type { Mail } from './send-mail'

// The job queue's pauses grow to six hours: with so many attempts a mail server may be away for a day.
export const mailAttempts = 14

const QUEUE = {
  name: 'mail-queue',
  text: `SELECT graphile_worker.add_job('mail', $1::json, max_attempts := ${mailAttempts})`,
}

/** Leaves a mail to the worker, which tries again when the mail server does not take it. */
export async function queueMail({ recipient, subject, text }: Mail): Promise<void> {
  await rows(QUEUE, [JSON.stringify({ recipient, subject, text })])
}
