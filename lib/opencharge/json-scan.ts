/** What JSON.parse forgives and we do not (protocol section 2.3). */
export type JsonScanError = 'DUPLICATE_KEY' | 'UNSAFE_NUMBER' | 'LONE_SURROGATE' | 'TOO_DEEP'

/** How deep arrays and objects may be nested (protocol section 2.3). */
export const maxDepth = 16

const quote = 0x22
const minus = 0x2d
const backslash = 0x5c
const numberForm = /-?[0-9][0-9.eE+-]*/y
const surrogateEscape =
  /\\(?:u([dD][89abAB][0-9a-fA-F]{2}(\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[dD][c-fC-F][0-9a-fA-F]{2})|.)/gs

/**
 * One pass over a text that may be JSON. Gives the first thing to refuse, or undefined. It judges no grammar: a text
 * that is no JSON may pass, and JSON.parse refuses it afterwards. No recursion, so no depth can overflow the stack.
 */
export function scanJson(text: string): JsonScanError | undefined {
  return new JsonScan(text).run()
}

class JsonScan {
  readonly #text: string
  #at = 0
  /** The keys seen so far of each open object, null for each open array. */
  readonly #open: (Set<string> | null)[] = []
  /** Whether the next string is a key: after `{`, and after `,` inside an object. */
  #keyNext = false

  constructor(text: string) {
    this.#text = text
  }

  run(): JsonScanError | undefined {
    while (this.#at < this.#text.length) {
      const error = this.#token(this.#text.charCodeAt(this.#at))
      if (error !== undefined) return error
    }
    return undefined
  }

  #token(code: number): JsonScanError | undefined {
    if (code === quote) return this.#string()
    if (code === minus || (code >= 0x30 && code <= 0x39)) return this.#number()
    this.#at += 1
    if (code === 0x7b) return this.#enter(new Set())
    if (code === 0x5b) return this.#enter(null)
    if (code === 0x7d || code === 0x5d) this.#open.pop()
    if (code === 0x2c) this.#keyNext = this.#open.at(-1) != null
    return undefined
  }

  #enter(keys: Set<string> | null): JsonScanError | undefined {
    this.#open.push(keys)
    this.#keyNext = keys !== null
    return this.#open.length > maxDepth ? 'TOO_DEEP' : undefined
  }

  #number(): JsonScanError | undefined {
    numberForm.lastIndex = this.#at
    const token = numberForm.exec(this.#text)?.[0] ?? '-'
    this.#at += token.length
    return isSafeNumber(token) ? undefined : 'UNSAFE_NUMBER'
  }

  #string(): JsonScanError | undefined {
    const start = this.#at
    let at = start + 1
    let escaped = false
    for (let code = this.#text.charCodeAt(at); code !== quote && at < this.#text.length; ) {
      if (code === backslash) escaped = true
      at += code === backslash ? 2 : 1
      code = this.#text.charCodeAt(at)
    }
    this.#at = at + 1
    const literal = this.#text.slice(start, this.#at)
    if (escaped && hasLoneSurrogate(literal)) return 'LONE_SURROGATE'
    const isKey = this.#keyNext
    this.#keyNext = false
    return isKey ? this.#key(escaped ? keyOf(literal) : literal.slice(1, -1)) : undefined
  }

  #key(key: string | undefined): JsonScanError | undefined {
    const keys = this.#open.at(-1)
    if (key === undefined || keys == null) return undefined
    if (keys.has(key)) return 'DUPLICATE_KEY'
    keys.add(key)
    return undefined
  }
}

/** Whether a number is read alike by all: finite, a safe integer or below, and not rounded to zero. */
function isSafeNumber(token: string): boolean {
  if (token.length <= 15 && !/[eE]/.test(token)) return true
  const value = Number(token)
  if (Number.isNaN(value)) return true // no number at all: JSON.parse says so
  if (value === 0) return !/[1-9]/.test(token.split(/[eE]/, 1)[0] ?? '')
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER
}

/** Whether a literal writes half of a surrogate pair as an escape. Raw halves cannot come out of valid UTF-8. */
function hasLoneSurrogate(literal: string): boolean {
  for (const [, unit, low] of literal.matchAll(surrogateEscape)) {
    if (unit !== undefined && low === undefined) return true
  }
  return false
}

/** The key that a literal with escapes stands for; undefined when it is no JSON string. */
function keyOf(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal))
  } catch {
    return undefined
  }
}
