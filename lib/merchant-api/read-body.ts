import { isJsonType } from '@/lib/http/json-type'
import { readCappedBody } from '@/lib/http/read-capped-body'
import { canonicalJson } from '@/lib/opencharge/canonical-json'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonSentence } from '@/lib/opencharge/strict-json'
import { invalidFields, type MerchantError } from './envelope'

const MOST_BODY_BYTES = 64 * 1024

export interface ParsedBody {
  readonly value: unknown
  /** The same for two bodies that say the same. */
  readonly canonical: string
}

/** Reads a request's JSON object. An empty body counts as an empty object. */
export async function readBody(request: Request): Promise<Result<ParsedBody, MerchantError>> {
  const bytes = await readCappedBody(request, MOST_BODY_BYTES)
  if (!bytes.ok) return err(invalidFields({ body: `must have at most ${MOST_BODY_BYTES} bytes` }))
  if (bytes.value.length === 0) return ok({ value: {}, canonical: '{}' })
  const { headers } = request
  if (
    !isJsonType(headers.get('content-type') ?? '') ||
    (headers.get('content-encoding') ?? 'identity') !== 'identity'
  ) {
    return err(invalidFields({ 'Content-Type': 'must be application/json in UTF-8, without a content encoding' }))
  }
  const json = parseStrictJson(bytes.value)
  if (!json.ok) return err(invalidFields({ body: strictJsonSentence(json.error) }))
  return ok({ value: json.value, canonical: canonicalJson(json.value) })
}
