/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string
  /** With its query, byte for byte: it is signed. */
  readonly path: string
  /** Null when the header is absent or came more than once. */
  readonly header: (name: string) => string | null
  /** Undefined when it was larger than we read. */
  readonly body: Uint8Array | undefined
  /** Whether it came from this machine, and not by way of a proxy. */
  readonly isLocal: boolean
}

/** What goes back. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The fields of a form that was posted. */
export const readForm = ({ body }: WireRequest): URLSearchParams => new URLSearchParams(new TextDecoder().decode(body))

/** Where to go next, by GET: a refresh there repeats nothing. */
export const seeOther = (location: string): WireAnswer => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  body: '',
})

/** Instead of an answer: the connection is kept open as long as this, and then closed. */
export interface WireHangUp {
  readonly hangUpAfterMs: number
}

export type WireReply = WireAnswer | WireHangUp

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(value),
})
