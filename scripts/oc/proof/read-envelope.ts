import { isJsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'

/** What travels: a proof and the signature over it. Not checked yet. */
export interface Envelope {
  readonly proof: JsonValue
  readonly signature: JsonValue
}

/** Reads `{proof, signature}`, with whatever stands beside them (answers of other gateways have more). The error is a sentence. */
export function readEnvelope(bytes: Uint8Array): Result<Envelope, string> {
  const json = parseStrictJson(bytes)
  if (!json.ok)
    return err(`The file ${issueOf(json.error)}. Take the bytes as they came, without an editor in between.`)
  const value = json.value
  if (!isJsonObject(value)) return err('The file must be a JSON object with "proof" and "signature".')
  const { proof, signature } = value
  if (proof === undefined || signature === undefined) {
    const missing = proof === undefined ? '"proof"' : '"signature"'
    return err(`The file has no ${missing}: it must be {"proof": {…}, "signature": "…"}, as webhooks carry it.`)
  }
  return ok({ proof, signature })
}

function issueOf(error: Parameters<typeof strictJsonRefusal>[0]): string {
  const { details } = strictJsonRefusal(error)
  const issues = Array.isArray(details?.issues) ? details.issues : []
  const [first] = issues
  return isJsonObject(first) && typeof first.message === 'string' ? first.message : 'is not sound JSON'
}
