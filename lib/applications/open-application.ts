import { randomBytes } from 'node:crypto'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'
import { type ApiCredential, hashSecret, keyDigest, newApiCredential } from './api-credential'
import { type Application, expireCredentials, insertApplication, insertCredential } from './application-store'
import { expireSigningSecrets, insertSigningSecret } from './signing-secret-store'

/** How long the old secret of a rotation still works. */
export const GRACE_SECONDS = 24 * 60 * 60
const KEY_ENDING_CHARACTERS = 4

/** A credential as it is shown, once. */
export interface IssuedCredential extends ApiCredential {
  readonly id: string
  readonly mode: Mode
}

/** A new application with a credential for each mode and the secret of its webhooks. `also` is written in the same transaction. */
export async function openApplication(
  wanted: Omit<Application, 'id'>,
  also: (tx: Tx, application: Application) => Promise<unknown>,
): Promise<{ application: Application; credentials: readonly IssuedCredential[]; signingSecret: string }> {
  const application = { ...wanted, id: `app_${randomBytes(12).toString('base64url')}` }
  const [test, live] = await Promise.all([prepareCredential('TEST'), prepareCredential('LIVE')])
  const signingSecret = newSigningSecret()
  return inTransaction(async (tx) => {
    await insertApplication(tx, application)
    for (const { row } of [test, live]) await insertCredential(tx, { ...row, applicationId: application.id })
    await insertSigningSecret(tx, application.id, signingSecret)
    await also(tx, application)
    return { application, credentials: [test.issued, live.issued], signingSecret }
  })
}

/** A further credential; with `graceSeconds` those before it end so many seconds from now. */
export async function issueCredential(
  applicationId: string,
  mode: Mode,
  graceSeconds: number | null,
  also: (tx: Tx, issued: IssuedCredential) => Promise<unknown>,
): Promise<IssuedCredential> {
  const { row, issued } = await prepareCredential(mode)
  return inTransaction(async (tx) => {
    if (graceSeconds !== null) await expireCredentials(tx, applicationId, mode, graceSeconds)
    await insertCredential(tx, { ...row, applicationId })
    await also(tx, issued)
    return issued
  })
}

/** A new secret for the webhooks; until the earlier ones end, each webhook has a signature by each of them. */
export async function rotateSigningSecret(
  applicationId: string,
  graceSeconds: number,
  also: (tx: Tx) => Promise<unknown>,
): Promise<string> {
  const secret = newSigningSecret()
  await inTransaction(async (tx) => {
    await expireSigningSecrets(tx, applicationId, graceSeconds)
    await insertSigningSecret(tx, applicationId, secret)
    await also(tx)
  })
  return secret
}

async function prepareCredential(mode: Mode) {
  const { key, secret } = newApiCredential(mode)
  const id = `cred_${randomBytes(12).toString('base64url')}`
  const row = { id, mode, keyDigest: keyDigest(key), keyEnding: key.slice(-KEY_ENDING_CHARACTERS) }
  return { row: { ...row, secretHash: await hashSecret(secret) }, issued: { id, mode, key, secret } }
}

/** As Standard Webhooks want it: 24 to 64 random bytes in base64, after a prefix. */
const newSigningSecret = () => `whsec_${randomBytes(32).toString('base64')}`
