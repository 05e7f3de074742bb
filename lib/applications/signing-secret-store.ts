import { rows, type Tx } from '@/lib/db/transaction'

const INSERT = {
  name: 'signing-secret-insert',
  text: 'INSERT INTO app_signing_secrets (application_id, secret) VALUES ($1, $2)',
}

export async function insertSigningSecret(tx: Tx, applicationId: string, secret: string): Promise<void> {
  await tx.rows(INSERT, [applicationId, secret])
}

const EXPIRE = {
  name: 'signing-secrets-expire',
  text: `UPDATE app_signing_secrets SET expires_at = now() + make_interval(secs => $2)
    WHERE application_id = $1 AND (expires_at IS NULL OR expires_at > now() + make_interval(secs => $2))`,
}

/** Gives every secret that still signs so many seconds more, and not longer. */
export async function expireSigningSecrets(tx: Tx, applicationId: string, graceSeconds: number): Promise<void> {
  await tx.rows(EXPIRE, [applicationId, graceSeconds])
}

const LIST = {
  name: 'signing-secrets',
  text: `SELECT secret FROM app_signing_secrets WHERE application_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY id DESC`,
}

/** The secrets with which a webhook of this moment is signed, the newest first. */
export async function listSigningSecrets(applicationId: string): Promise<string[]> {
  return (await rows<{ secret: string }>(LIST, [applicationId])).map(({ secret }) => secret)
}
