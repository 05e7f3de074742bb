import type { Answers, Bodies } from './api.js'

export type * from './api.js'

/** Where the gateway is, and the credential that decides the application and the mode. */
export interface ClientOptions {
  readonly url: string
  /** Undefined is refused with the name of what is missing. */
  readonly key: string | undefined
  readonly secret: string | undefined
  /** For tests, and for those who want their own timeouts. */
  readonly fetch?: typeof fetch
}

export interface WriteOptions {
  /** The same request under the same key is done once. */
  readonly idempotencyKey?: string
}

/** A refusal of the gateway. `data` tells more: the fields that are wrong, or how long to wait. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    readonly errorCode: string,
    readonly status: number,
    message: string,
    readonly data: unknown,
  ) {
    super(message)
  }
}

export interface ListOptions {
  readonly customerReference: string
  readonly page?: number
  readonly size?: number
  readonly sortBy?: 'createdAt' | 'updatedAt' | 'amountMinor'
  readonly order?: 'ASC' | 'DESC'
}

/** A page of a list, numbered from 0. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly page: number
  readonly size: number
  readonly totalElements: number
  readonly totalPages: number
}

interface Envelope {
  readonly data: unknown
  readonly meta: { readonly success: boolean; readonly message: string; readonly errorCode: string | null }
  readonly pagination: Omit<Page<never>, 'items'> | null
}

/** What an uncaught refusal shows: the fields that are wrong, too. */
function messageOf({ message, errorCode }: Envelope['meta'], data: unknown): string {
  if (errorCode !== 'VALIDATION_ERROR' || typeof data !== 'object' || data === null) return message
  const fields = Object.entries(data).map(([field, sentence]) => `${field} ${sentence}`)
  return `${message}: ${fields.join('; ')}`
}

/** What stands before the gateway answers in its own way when the gateway is away. */
async function envelopeOf(answer: Response): Promise<Envelope> {
  const text = await answer.text()
  try {
    const envelope = JSON.parse(text) as Partial<Envelope> | null
    if (envelope?.meta) return envelope as Envelope
  } catch {
    // Not JSON: said below.
  }
  throw new ApiError('UNKNOWN', answer.status, `The gateway gave no answer of its own (HTTP ${answer.status})`, null)
}

/** The merchant API as functions. Each throws an `ApiError` when the gateway refuses. */
export function createClient({ url, key, secret, fetch: send = fetch }: ClientOptions) {
  // A variable that is not set says so here, and not as a refusal of the gateway.
  const given = (name: string, value: string | undefined): string => {
    if (!value) throw new TypeError(`${name} is missing`)
    return value
  }
  const credential = { 'x-api-key': given('key', key), 'x-api-secret': given('secret', secret) }
  const base = `${given('url', url).replace(/\/+$/, '')}/api/v1`

  const call = async (path: string, init: RequestInit = {}, idempotencyKey?: string): Promise<Envelope> => {
    const headers = new Headers(credential)
    if (init.body !== undefined) headers.set('content-type', 'application/json')
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
    const answer = await send(`${base}${path}`, { ...init, headers })
    const envelope = await envelopeOf(answer)
    const { meta, data } = envelope
    if (!meta.success) throw new ApiError(meta.errorCode ?? 'UNKNOWN', answer.status, messageOf(meta, data), data)
    return envelope
  }
  const get = async <Name extends keyof Answers>(path: string) => (await call(path)).data as Answers[Name]
  const post = async <Name extends keyof Answers>(path: string, body: unknown, { idempotencyKey }: WriteOptions = {}) =>
    (await call(path, { method: 'POST', body: JSON.stringify(body) }, idempotencyKey)).data as Answers[Name]
  const part = encodeURIComponent

  return {
    getApplication: () => get<'application'>('/app/me'),
    createPayment: (body: Bodies['createPayment'], options?: WriteOptions) =>
      post<'payment'>('/payments', body, options),
    getPayment: (id: string) => get<'payment'>(`/payments/${part(id)}`),
    listPayments: async ({ customerReference, ...rest }: ListOptions): Promise<Page<Answers['payment']>> => {
      const query = new URLSearchParams({ customerReference })
      for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value))
      const { data, pagination } = await call(`/payments?${query}`)
      const items = data as Answers['payments']
      return { page: 0, size: items.length, totalElements: items.length, totalPages: 1, ...pagination, items }
    },
    getReceipt: (paymentId: string) => get<'receipt'>(`/payments/${part(paymentId)}/receipt`),
    createRefund: (paymentId: string, body: Bodies['createRefund'], options?: WriteOptions) =>
      post<'refund'>(`/payments/${part(paymentId)}/refunds`, body, options),
    getRefund: (id: string) => get<'refund'>(`/refunds/${part(id)}`),
    createInvoice: (body: Bodies['createInvoice'], options?: WriteOptions) =>
      post<'invoice'>('/invoices', body, options),
    getInvoice: (id: string) => get<'invoice'>(`/invoices/${part(id)}`),
    issueInvoice: (id: string) => post<'invoice'>(`/invoices/${part(id)}/issue`, {}),
    createPayableLink: (invoiceId: string) => post<'payableLink'>(`/invoices/${part(invoiceId)}/payable-link`, {}),
    getCheckout: (reference: string) => get<'publicCheckout'>(`/checkout/${part(reference)}`),
  }
}
