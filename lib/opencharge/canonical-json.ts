import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/opencharge/json-value'

export type { JsonValue } from '@/lib/opencharge/json-value'

/**
 * The canonical text of a JSON value: keys sorted by UTF-16 code unit at every level, no white space, minimal escaping
 * (protocol section 2.3; RFC 8785). Throws a TypeError on what that form cannot say: numbers that are not finite,
 * lone surrogates, undefined. A value from `parseStrictJson` has none of these.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isJsonObject(value)) return canonicalObject(value)
  if (value === null || typeof value === 'boolean') return String(value)
  throw new TypeError(`no canonical JSON for ${typeof value}`)
}

/**
 * The trap of protocol section 2.3: the text that `JSON.stringify(x, Object.keys(x).sort())` gives, in which the list
 * of top-level keys filters every level, so that nested members are left out. Only to recognise such signatures.
 */
export function shallowCanonicalJson(value: JsonObject): string {
  return JSON.stringify(value, Object.keys(value).sort())
}

function canonicalObject(value: JsonObject): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === undefined) throw new TypeError('no canonical JSON for undefined')
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

function canonicalString(value: string): string {
  // With the u flag only surrogates that are not half of a pair match.
  if (/\p{Surrogate}/u.test(value)) throw new TypeError('no canonical JSON for a lone surrogate')
  return JSON.stringify(value)
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`no canonical JSON for ${value}`)
  return JSON.stringify(value)
}
