/** What waits for the money, by the field of the address and of the form that names it. */
export interface Waiting {
  readonly checkout?: string
  readonly request?: string
}

/** A checkout or a request for money; neither when there is none, or what is named is none. */
export function readWaiting(text: (name: string) => string): Waiting {
  const [checkout, request] = [text('checkout'), text('request')]
  if (/^sess_[A-Za-z0-9_-]{8,64}$/.test(checkout)) return { checkout }
  return /^[A-Za-z0-9_-]{22}$/.test(request) ? { request } : {}
}

/** Its page, or the wallet. */
export function pathOf({ checkout, request }: Waiting): string {
  if (checkout !== undefined) return `/pay/${checkout}`
  return request === undefined ? '/wallet' : `/request/${request}`
}
