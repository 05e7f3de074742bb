import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Mode } from '@/lib/ledger/account-store'

/** What an application sends with every request. Both are shown once and never again. */
export interface ApiCredential {
  readonly key: string
  readonly secret: string
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt)
const COST = { N: 16_384, r: 8, p: 1 } as const
const HASH_BYTES = 32

/** A new pair: a key of 144 random bits that says its mode, and a secret of 256. */
export function newApiCredential(mode: Mode): ApiCredential {
  const key = `oi_${mode.toLowerCase()}_${randomBytes(18).toString('base64url')}`
  return { key, secret: `ois_${randomBytes(32).toString('base64url')}` }
}

const KEY_FORM = /^oi_(?:test|live)_[A-Za-z0-9_-]{24}$/
const SECRET_FORM = /^ois_[A-Za-z0-9_-]{43}$/

/** The pair of a request's headers; undefined when one is missing or has not the form of ours. */
export function readApiCredential(key: string | null, secret: string | null): ApiCredential | undefined {
  return key !== null && secret !== null && KEY_FORM.test(key) && SECRET_FORM.test(secret) ? { key, secret } : undefined
}

/** What a key is kept and looked up by. */
export const keyDigest = (key: string): string => createHash('sha256').update(key).digest('hex')

/** A slow hash of a secret, with everything that is needed to check it: `scrypt$N$r$p$salt$hash`. */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(secret, salt, HASH_BYTES, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Whether a secret is the one that was hashed, in the same time whichever byte is wrong. */
export async function isSecret(secret: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = stored.split('$')
  const expected = Buffer.from(hash, 'base64url')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const given = await derive(secret, Buffer.from(salt, 'base64url'), HASH_BYTES, cost)
  return expected.length === HASH_BYTES && timingSafeEqual(given, expected)
}
