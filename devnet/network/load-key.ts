import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PrivateKey, parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'

/** A party's private key, made on the first start and kept in `<folder>/<ocid>.key`. A damaged one is never replaced. */
export function loadKey(folder: string, ocid: number): PrivateKey {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${ocid}.key`)
  makeKey(path)
  const key = parsePrivateKey(readFileSync(path, 'utf8').trim())
  if (key.ok) return key.value
  throw new Error(`${path} is not a private key of 64 hex digits: mend it, or delete it to have a new one made.`)
}

/** A new private key in the place of the present one, which is kept beside it under the beginning of its public key. */
export function replaceKey(folder: string, ocid: number): PrivateKey {
  const name = publicKeyOf(loadKey(folder, ocid)).hex.slice(0, 16)
  renameSync(join(folder, `${ocid}.key`), join(folder, `${ocid}.${name}.old-key`))
  return loadKey(folder, ocid)
}

function makeKey(path: string): void {
  try {
    writeFileSync(path, `${newKeyHex()}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function newKeyHex(): string {
  const hex = randomBytes(32).toString('hex')
  // One number in 2^128 is too large to be a key.
  return parsePrivateKey(hex).ok ? hex : newKeyHex()
}
