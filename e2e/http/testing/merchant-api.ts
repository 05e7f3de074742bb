import type { Application } from '@/lib/applications/application-store'
import type { IssuedCredential } from '@/lib/applications/open-application'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { closePool } from '@/lib/db/pool'
import { exchange, type Header, type WireAnswer } from './wire'

export interface Shop {
  readonly application: Application
  readonly test: IssuedCredential
  readonly live: IssuedCredential
  readonly signingSecret: string
}

/** An application in the database of a running gateway, as `oc app add` makes it. */
export async function addShop(databaseUrl: string, more: Partial<Omit<Application, 'id'>> = {}): Promise<Shop> {
  process.env.DATABASE_URL = databaseUrl
  try {
    return await makeApplication(more)
  } finally {
    await closePool()
  }
}

interface Ask {
  readonly method?: 'GET' | 'POST'
  readonly body?: unknown
  readonly credential?: { readonly key: string; readonly secret: string }
  readonly headers?: readonly Header[]
}

export interface MerchantReply {
  readonly status: number
  readonly headers: WireAnswer['headers']
  readonly data: Record<string, unknown> | null
  readonly errorCode: string | null
  readonly pagination: Record<string, number> | null
  readonly text: string
}

/** One request to the merchant API. A text goes as it is; anything else as JSON. */
export async function ask(
  url: string,
  path: string,
  { method, body, credential, headers = [] }: Ask = {},
): Promise<MerchantReply> {
  const keys: Header[] = credential
    ? [
        ['x-api-key', credential.key],
        ['x-api-secret', credential.secret],
      ]
    : []
  const type: Header[] = body === undefined ? [] : [['content-type', 'application/json']]
  const sent = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await exchange(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    path: `/api/v1${path}`,
    headers: [...keys, ...type, ...headers],
    body: sent,
  })
  const { data, meta, pagination } = JSON.parse(answer.text)
  if (meta.success !== (meta.errorCode === null)) throw new Error(`an envelope that contradicts itself: ${answer.text}`)
  return {
    status: answer.status,
    headers: answer.headers,
    data,
    errorCode: meta.errorCode,
    pagination,
    text: answer.text,
  }
}
