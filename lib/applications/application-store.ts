import { rows, type Tx } from '@/lib/db/transaction'
import type { Mode } from '@/lib/ledger/account-store'

/** A merchant without an OCID: its shop's back end calls us with an API key. Amounts are in minor units of any currency. */
export interface Application {
  readonly id: string
  readonly name: string
  readonly webhookUrl: string | null
  readonly successUrl: string | null
  readonly cancelUrl: string | null
  readonly hasReceipts: boolean
  readonly leastAmountMinor: bigint
  readonly mostAmountMinor: bigint | null
  readonly refundApprovalThresholdMinor: bigint | null
}

const COLUMNS = `a.id, a.name, a.webhook_url AS "webhookUrl", a.success_url AS "successUrl", a.cancel_url AS "cancelUrl",
  a.has_receipts AS "hasReceipts", a.least_amount_minor AS "leastAmountMinor", a.most_amount_minor AS "mostAmountMinor",
  a.refund_approval_threshold_minor AS "refundApprovalThresholdMinor"`

const INSERT = {
  name: 'application-insert',
  text: `INSERT INTO applications (id, name, webhook_url, success_url, cancel_url, has_receipts, least_amount_minor, most_amount_minor, refund_approval_threshold_minor)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
}

export async function insertApplication(tx: Tx, application: Application): Promise<void> {
  await tx.rows(INSERT, valuesOf(application))
}

function valuesOf(application: Application): readonly unknown[] {
  const { id, name, webhookUrl, successUrl, cancelUrl, hasReceipts } = application
  const { leastAmountMinor, mostAmountMinor, refundApprovalThresholdMinor } = application
  const bounds = [leastAmountMinor, mostAmountMinor, refundApprovalThresholdMinor]
  return [id, name, webhookUrl, successUrl, cancelUrl, hasReceipts, ...bounds]
}

const FIND = { quick: true, name: 'application-find', text: `SELECT ${COLUMNS} FROM applications a WHERE a.id = $1` }

export async function findApplication(id: string): Promise<Application | undefined> {
  const [row] = await rows<Application>(FIND, [id])
  return row
}

const LIST = { name: 'application-list', text: `SELECT ${COLUMNS} FROM applications a ORDER BY a.created_at, a.id` }

export async function listApplications(): Promise<Application[]> {
  return rows<Application>(LIST, [])
}

const UPDATE = {
  name: 'application-update',
  text: `UPDATE applications SET name = $2, webhook_url = $3, success_url = $4, cancel_url = $5, has_receipts = $6, least_amount_minor = $7,
      most_amount_minor = $8, refund_approval_threshold_minor = $9 WHERE id = $1`,
}

/** Writes an application as it is from now on. Events that wait go to the new address too. */
export async function updateApplication(tx: Tx, application: Application): Promise<void> {
  await tx.rows(UPDATE, valuesOf(application))
}

/** One pair of key and secret, as the database has it. Times are null when they never come. */
export interface StoredCredential {
  readonly id: string
  readonly applicationId: string
  readonly mode: Mode
  readonly keyEnding: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

const CREDENTIAL_COLUMNS = `c.id, c.application_id AS "applicationId", c.mode, c.key_ending AS "keyEnding", c.created_at AS "createdAt",
  c.expires_at AS "expiresAt", c.revoked_at AS "revokedAt"`
const INSERT_CREDENTIAL = {
  name: 'app-credential-insert',
  text: `INSERT INTO app_credentials (id, application_id, mode, key_digest, key_ending, secret_hash) VALUES ($1, $2, $3, $4, $5, $6)`,
}

export async function insertCredential(
  tx: Tx,
  credential: Pick<StoredCredential, 'id' | 'applicationId' | 'mode' | 'keyEnding'> & {
    readonly keyDigest: string
    readonly secretHash: string
  },
): Promise<void> {
  const { id, applicationId, mode, keyDigest, keyEnding, secretHash } = credential
  await tx.rows(INSERT_CREDENTIAL, [id, applicationId, mode, keyDigest, keyEnding, secretHash])
}

const LIST_CREDENTIALS = {
  name: 'app-credential-list',
  text: `SELECT ${CREDENTIAL_COLUMNS} FROM app_credentials c WHERE c.application_id = $1 ORDER BY c.created_at, c.id`,
}

export async function listCredentials(applicationId: string): Promise<StoredCredential[]> {
  return rows<StoredCredential>(LIST_CREDENTIALS, [applicationId])
}

const EXPIRE = {
  name: 'app-credentials-expire',
  text: `UPDATE app_credentials SET expires_at = now() + make_interval(secs => $3)
    WHERE application_id = $1 AND mode = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now() + make_interval(secs => $3))`,
}

/** Gives every credential of a mode that still works so many seconds more, and not longer. */
export async function expireCredentials(
  tx: Tx,
  applicationId: string,
  mode: Mode,
  graceSeconds: number,
): Promise<void> {
  await tx.rows(EXPIRE, [applicationId, mode, graceSeconds])
}

const REVOKE = {
  name: 'app-credential-revoke',
  text: `UPDATE app_credentials c SET revoked_at = now() WHERE c.id = $1 AND c.revoked_at IS NULL RETURNING ${CREDENTIAL_COLUMNS}`,
}

/** Ends a credential at once. Undefined when there is none of this id that works. */
export async function revokeCredential(tx: Tx, id: string): Promise<StoredCredential | undefined> {
  const [row] = await tx.rows<StoredCredential>(REVOKE, [id])
  return row
}

/** Who calls, by a key that works at this moment. */
export interface CallingApplication {
  readonly application: Application
  readonly mode: Mode
  readonly credentialId: string
  readonly secretHash: string
}

const BY_KEY = {
  quick: true,
  name: 'application-by-key',
  text: `SELECT c.id AS "credentialId", c.mode, c.secret_hash AS "secretHash", ${COLUMNS}
    FROM app_credentials c JOIN applications a ON a.id = c.application_id
    WHERE c.key_digest = $1 AND c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > now())`,
}

/** Read with every request: a revocation counts from the next one on, in every process. */
export async function findByKey(digest: string): Promise<CallingApplication | undefined> {
  const [row] = await rows<Application & Omit<CallingApplication, 'application'>>(BY_KEY, [digest])
  if (!row) return undefined
  const { credentialId, mode, secretHash, ...application } = row
  return { application, mode, credentialId, secretHash }
}
