/** Every error of the merchant API with its status (merchant API, Envelope). */
export const merchantErrors = {
  VALIDATION_ERROR: { status: 400, message: 'Some fields are not as they must be' },
  UNAUTHORIZED: { status: 401, message: 'The API key or secret is missing or wrong, or does not work any more' },
  FORBIDDEN: { status: 403, message: 'This application may not do that' },
  RESOURCE_NOT_FOUND: { status: 404, message: 'There is nothing here by that name' },
  RESOURCE_ALREADY_EXISTS: { status: 409, message: 'There is one already' },
  IDEMPOTENCY_KEY_CONFLICT: { status: 409, message: 'This Idempotency-Key was used with another request' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, message: 'The first request with this Idempotency-Key still runs' },
  INVALID_OPERATION_STATE: { status: 409, message: 'That cannot be done in the present state' },
  REFUND_EXCEEDS_REFUNDABLE: { status: 422, message: 'That is more than is left to refund' },
  RATE_LIMITED: { status: 429, message: 'Too many requests' },
  INTERNAL_ERROR: { status: 500, message: 'Something failed on our side' },
  SERVICE_UNAVAILABLE: { status: 503, message: 'The gateway cannot answer just now' },
} as const

export type MerchantErrorCode = keyof typeof merchantErrors

/** A refusal: `data` tells more, such as field → message for VALIDATION_ERROR. */
export interface MerchantError {
  readonly code: MerchantErrorCode
  readonly message: string
  readonly data: unknown
}

export interface Pagination {
  readonly page: number
  readonly size: number
  readonly totalElements: number
  readonly totalPages: number
}

/** A success: 201 where something was made. */
export interface MerchantSuccess {
  readonly status: 200 | 201
  readonly message: string
  readonly data: unknown
  readonly pagination: Pagination | null
}

export function merchantError(code: MerchantErrorCode, more: { message?: string; data?: unknown } = {}): MerchantError {
  return { code, message: more.message ?? merchantErrors[code].message, data: more.data ?? null }
}

/** Fields that are wrong, each with what it must be. */
export const invalidFields = (fields: Readonly<Record<string, string>>): MerchantError =>
  merchantError('VALIDATION_ERROR', { data: fields })

export const found = (data: unknown, pagination: Pagination | null = null): MerchantSuccess => ({
  status: 200,
  message: 'OK',
  data,
  pagination,
})

export const created = (data: unknown): MerchantSuccess => ({ status: 201, message: 'Created', data, pagination: null })

/** An answer as it is sent, and as it is kept for a repeat. */
export interface MerchantAnswer {
  readonly status: number
  readonly body: string
  /** When a refused caller may come again. */
  readonly retryAfterSeconds?: number
}

/** The one form of every answer (merchant API, Envelope). */
export function successAnswer({ status, message, data, pagination }: MerchantSuccess): MerchantAnswer {
  return { status, body: envelope(data, { success: true, message, errorCode: null }, pagination) }
}

export function errorAnswer({ code, message, data }: MerchantError): MerchantAnswer {
  return {
    status: merchantErrors[code].status,
    body: envelope(data, { success: false, message, errorCode: code }, null),
    ...(hasWait(data) && { retryAfterSeconds: data.retryAfterSeconds }),
  }
}

const hasWait = (data: unknown): data is { readonly retryAfterSeconds: number } =>
  typeof data === 'object' && data !== null && 'retryAfterSeconds' in data

function envelope(data: unknown, meta: Record<string, unknown>, pagination: Pagination | null): string {
  return JSON.stringify({ data, meta: { ...meta, timestamp: new Date().toISOString() }, pagination })
}

/** The headers of every answer. */
export const answerHeaders = ({ retryAfterSeconds }: MerchantAnswer): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
})

/** A caller that came too often, and when it may come again. */
export const rateLimited = (retryAfterSeconds: number): MerchantError =>
  merchantError('RATE_LIMITED', { data: { retryAfterSeconds } })
