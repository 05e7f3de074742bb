/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string
  /** With its query, byte for byte: it is signed. */
  readonly path: string
  /** Null when the header is absent or came more than once. */
  readonly header: (name: string) => string | null
  /** Undefined when it was larger than we read. */
  readonly body: Uint8Array | undefined
}

/** What goes back. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(value),
})
