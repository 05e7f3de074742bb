import type { Credentials } from './credentials'

interface ApiCall {
  readonly mode: 'LIVE' | 'TEST'
  readonly path: string
  readonly body: unknown
  /** The same request under the same key is done once: a retry does no harm. */
  readonly idempotencyKey: string
}

export type ApiReply =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errorCode: string; readonly message: string }

const ANSWER_MS = 10_000

/** One POST to the gateway's merchant API, as a shop's back end does it. */
export async function callGateway(
  credentials: Credentials,
  { mode, path, body, idempotencyKey }: ApiCall,
): Promise<ApiReply> {
  const { key, secret } = credentials[mode]
  try {
    const answer = await fetch(`${credentials.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': key,
        'x-api-secret': secret,
        'idempotency-key': idempotencyKey,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const { data, meta } = (await answer.json()) as {
      data: Record<string, unknown>
      meta: { success: boolean; errorCode: string; message: string }
    }
    return meta.success ? { ok: true, data } : { ok: false, errorCode: meta.errorCode, message: meta.message }
  } catch {
    return { ok: false, errorCode: 'UNREACHABLE', message: 'The payment gateway does not answer' }
  }
}
