import { rows, type Tx } from '@/lib/db/transaction'
import type { Mail } from './send-mail'

// The job queue's pauses grow to six hours: with so many attempts a mail server may be away for a day.
export const mailAttempts = 14

const QUEUE = {
  name: 'mail-queue',
  text: `SELECT graphile_worker.add_job('mail', $1::json, max_attempts := ${mailAttempts})`,
}

/** Leaves a mail to the worker, which tries again when the mail server does not take it; with the transaction, or not at all. */
export async function queueMail(tx: Pick<Tx, 'rows'>, { recipient, subject, text }: Mail): Promise<void> {
  await tx.rows(QUEUE, [JSON.stringify({ recipient, subject, text })])
}

const FORGET = {
  name: 'mail-forget-unsent',
  text: `SELECT graphile_worker.complete_jobs(array_agg(id)) FROM graphile_worker.jobs
    WHERE task_identifier IN ('mail', 'mail-arrival') AND attempts >= max_attempts AND locked_at IS NULL AND updated_at < now() - interval '7 days'
    HAVING count(*) > 0`,
}

/** Drops mails that could not be sent for a day, once the operator has had a week to see them: they say who has to do with whom. */
export async function forgetUnsentMails(): Promise<void> {
  await rows(FORGET, [])
}
