import type * as z from 'zod'
import { protocolErrors } from '@/lib/opencharge/error-table'
import type { JsonObject } from '@/lib/opencharge/json-value'

export { protocolErrors }

/** A code of the error table. */
export type ProtocolErrorCode = keyof typeof protocolErrors

/** An expected refusal as a value: what the other party is told, and with which HTTP status. */
export interface ProtocolError {
  readonly code: ProtocolErrorCode
  readonly status: number
  readonly message: string
  readonly details?: JsonObject
}

/** One fault of a malformed body; `path` has dots between its parts, and is empty for the body itself. */
export interface RequestIssue {
  readonly path: string
  readonly message: string
}

/** More faults than this say nothing new; the rest of a hostile body is not echoed back. */
const maxIssues = 20
const maxIssueCharacters = 200

/**
 * Makes an error of the table (protocol section 4), with a more exact message, details or status where there is one.
 */
export function protocolError(
  code: ProtocolErrorCode,
  more: { readonly message?: string; readonly details?: JsonObject; readonly status?: number } = {},
): ProtocolError {
  const entry = protocolErrors[code]
  return {
    code,
    status: more.status ?? entry.status,
    message: more.message ?? entry.message,
    ...(more.details === undefined ? {} : { details: more.details }),
  }
}

/** The wire form of an error, `{"error": {"code", "message", "details"?}}` (protocol section 4). */
export function errorBody(error: ProtocolError): { readonly error: JsonObject } {
  const { code, message, details } = error
  return { error: details === undefined ? { code, message } : { code, message, details } }
}

/** An `INVALID_REQUEST` with the given faults in `details.issues` (protocol section 4). */
export function requestIssues(issues: readonly RequestIssue[]): ProtocolError {
  const shown = issues.slice(0, maxIssues).map(({ path, message }) => ({
    path: path.slice(0, maxIssueCharacters),
    message: message.slice(0, maxIssueCharacters),
  }))
  return protocolError('INVALID_REQUEST', { details: { issues: shown } })
}

/** An `INVALID_REQUEST` whose `details.issues` are those of a failed zod parse. */
export function invalidRequest(error: z.ZodError): ProtocolError {
  return requestIssues(error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })))
}
