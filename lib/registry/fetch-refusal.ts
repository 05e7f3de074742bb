/**
 * Why a guarded fetch gave no answer. After the first four nothing of the request was sent, unless a redirect led
 * there; after the others the far side may have acted on it.
 */
export type FetchRefusalCode =
  | 'URL_REFUSED'
  | 'ADDRESS_REFUSED'
  | 'NAME_NOT_FOUND'
  | 'CONNECTION_FAILED'
  | 'TIMEOUT'
  | 'CONNECTION_LOST'
  | 'TOO_MANY_REDIRECTS'
  | 'BODY_TOO_LARGE'
  | 'BODY_ENCODED'

/** `reason` is fit for a stranger's eyes: it names no address that a private resolver gave. */
export interface FetchRefusal {
  readonly code: FetchRefusalCode
  readonly reason: string
}

const reasons: Record<FetchRefusalCode, string> = {
  URL_REFUSED: 'the URL is not one that we fetch',
  ADDRESS_REFUSED: 'the host is not at a public address',
  NAME_NOT_FOUND: 'the host name has no address',
  CONNECTION_FAILED: 'no connection could be made',
  TIMEOUT: 'the answer took too long',
  CONNECTION_LOST: 'the connection ended before the whole answer had come',
  TOO_MANY_REDIRECTS: 'it was redirected too often',
  BODY_TOO_LARGE: 'the answer is too large',
  BODY_ENCODED: 'the answer is compressed although none was asked for',
}

export const fetchRefusal = (code: FetchRefusalCode, reason: string = reasons[code]): FetchRefusal => ({ code, reason })
