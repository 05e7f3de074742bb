import { randomBytes } from 'node:crypto'
import { signRequest } from '@/lib/opencharge/request-signature'
import type { Signer } from '@/lib/opencharge/signer'
import { exchange, type Header, type WireAnswer } from './wire'

export type AuthHeader = 'X-OC-ID' | 'X-OC-Timestamp' | 'X-OC-Nonce' | 'X-OC-Signature'

/** A request to a gateway; everything that is signed can be said apart from what is sent. */
export interface SignedRequest {
  readonly method?: string
  readonly path: string
  readonly body?: Uint8Array | string
  readonly signedPath?: string
  readonly signedBody?: Uint8Array | string
  readonly timestamp?: number
  readonly nonce?: string
  /** The headers that are sent, made from the four that are right. */
  readonly headers?: (right: Readonly<Record<AuthHeader, string>>) => readonly Header[]
  /** Beside the four; in place of the media type when it names that. */
  readonly moreHeaders?: readonly Header[]
  readonly chunked?: boolean
}

type Sender = { readonly ocid: number; readonly signer: Signer }

export const freshNonce = (): string => `req_${randomBytes(12).toString('hex')}`
export const nowSeconds = (): number => Math.floor(Date.now() / 1000)

/** Sends a request signed by `sender`. */
export function call(origin: string, sender: Sender, wanted: SignedRequest): Promise<WireAnswer> {
  const { method = wanted.body === undefined ? 'GET' : 'POST', path, body = '', moreHeaders = [], chunked } = wanted
  const right = authHeaders(sender, { ...wanted, method })
  const auth = wanted.headers?.(right) ?? Object.entries(right)
  const hasType = wanted.body === undefined || moreHeaders.some(([name]) => name.toLowerCase() === 'content-type')
  const type: Header[] = hasType ? [] : [['content-type', 'application/json']]
  return exchange(origin, {
    method,
    path,
    headers: [...auth, ...type, ...moreHeaders],
    body,
    chunked: chunked ?? false,
  })
}

function authHeaders(sender: Sender, wanted: SignedRequest & { method: string }): Record<AuthHeader, string> {
  const { method, path, signedPath = path, body = '', signedBody = body } = wanted
  const { timestamp = nowSeconds(), nonce = freshNonce() } = wanted
  return signRequest({ ocid: sender.ocid, timestamp, nonce, method, path: signedPath, body: signedBody }, sender.signer)
}
