import { Webhook } from 'standardwebhooks'
import { findApplication } from '@/lib/applications/application-store'
import { listSigningSecrets } from '@/lib/applications/signing-secret-store'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Attempt } from './delivery-outcome'

const MOST_ANSWER_BYTES = 64 * 1024

/** A webhook for an application: its id is the same at every attempt. */
export interface ApplicationWebhook {
  readonly id: string
  readonly applicationId: string
  readonly body: string
}

/** One POST to the application's webhook URL, signed as Standard Webhooks say by each of its secrets that still signs. */
export async function sendToApplication(
  us: Gateway,
  { id, applicationId, body }: ApplicationWebhook,
): Promise<Attempt> {
  const application = await findApplication(applicationId)
  if (!application?.webhookUrl) return { kind: 'failure', failure: 'the application has no webhook URL' }
  const answer = await us.fetch(application.webhookUrl, {
    method: 'POST',
    headers: webhookHeaders(id, body, await listSigningSecrets(applicationId), new Date()),
    body,
    followRedirects: false,
    maxBytes: MOST_ANSWER_BYTES,
    incompleteBody: 'truncate',
  })
  if (!answer.ok) return { kind: 'failure', failure: `${answer.error.code}: ${answer.error.reason}` }
  const { status, bytes } = answer.value
  return { kind: 'answer', httpStatus: status, body: Buffer.from(bytes).toString('utf8'), distrust: null }
}

/** The headers of a webhook of this moment; during a rotation there is a signature by each secret. */
export function webhookHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now: Date,
): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
    'x-webhook-id': id,
  }
}
