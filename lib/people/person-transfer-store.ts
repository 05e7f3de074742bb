import { rows, type Tx } from '@/lib/db/transaction'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import { mailAttempts } from '@/lib/mail/mail-queue'
import type { SendFacts } from './decide-send'

/** A movement from one person to another, and the form or the request that caused it. */
export interface NewPersonTransfer {
  readonly senderId: string
  readonly walletId: bigint
  readonly recipientId: string
  readonly currency: string
  readonly amountMinor: bigint
  readonly memo: string | null
  readonly cause: { readonly sendKey: string; readonly addressedTo: string } | { readonly requestToken: string }
}

const INSERT = {
  name: 'person-transfer-insert',
  text: `
    WITH moved AS (
      INSERT INTO person_transfers (transfer_id, sender_id, recipient_id, send_key, request_token, addressed_to, memo)
      VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING transfer_id)
    SELECT graphile_worker.add_job('mail-arrival', json_build_object('transferId', transfer_id::text), max_attempts := ${mailAttempts}) FROM moved`,
}

/** Moves the money between the two wallets, and queues the mail to the recipient, whose wallet is opened when it is the first of its currency. */
export async function insertPersonTransfer(tx: Tx, one: NewPersonTransfer): Promise<void> {
  const { senderId, recipientId, walletId, currency, amountMinor, memo } = one
  const credit = await openAccount(tx, { kind: 'USER_WALLET', userId: recipientId }, 'LIVE', currency)
  const ends = { debitAccountId: walletId, creditAccountId: credit.id }
  const reason = 'PERSON' as const
  const posted = await postTransfer(tx, { mode: 'LIVE', currency, amountMinor, ...ends, paymentId: null, reason })
  if (!posted.ok) throw new Error('the wallet was found to have the money, under its lock')
  const {
    sendKey = null,
    addressedTo = null,
    requestToken = null,
  } = { ...one.cause } as Partial<Record<string, string>>
  await tx.rows(INSERT, [posted.value, senderId, recipientId, sendKey, requestToken, addressedTo, memo])
}

/** What a form of this sender moved. */
export interface SentByForm extends SendFacts {
  readonly sentAt: Date
}

const SENT = {
  name: 'person-transfer-by-key',
  text: `SELECT p.addressed_to AS "addressedTo", t.currency, t.amount_minor AS "amountMinor", p.memo, p.created_at AS "sentAt"
    FROM person_transfers p JOIN transfers t ON t.id = p.transfer_id WHERE p.sender_id = $1 AND p.send_key = $2`,
}

/** Inside a transaction that holds the sender's wallet, nothing can have moved by the same form since. */
export async function findSentByForm(tx: Tx, senderId: string, sendKey: string): Promise<SentByForm | undefined> {
  const [row] = await tx.rows<SentByForm>(SENT, [senderId, sendKey])
  return row
}

export async function readSentByForm(senderId: string, sendKey: string): Promise<SentByForm | undefined> {
  return findSentByForm({ rows }, senderId, sendKey)
}

/** What arrived, from whom and with whom. */
export interface Arrival {
  readonly recipientEmail: string
  readonly senderEmail: string
  readonly currency: string
  readonly amountMinor: bigint
  /** How many amounts came to the recipient in the hour up to this one, with it. */
  readonly latelyCount: number
}

const ARRIVED = {
  name: 'person-transfer-arrived',
  text: `SELECT r.email AS "recipientEmail", s.email AS "senderEmail", t.currency, t.amount_minor AS "amountMinor",
      (SELECT count(*)::int FROM person_transfers q WHERE q.recipient_id = p.recipient_id AND q.transfer_id <= p.transfer_id
        AND q.created_at > p.created_at - interval '1 hour') AS "latelyCount"
    FROM person_transfers p JOIN transfers t ON t.id = p.transfer_id
    JOIN users r ON r.id = p.recipient_id JOIN users s ON s.id = p.sender_id
    WHERE p.transfer_id = $1`,
}

export async function findArrival(transferId: bigint): Promise<Arrival | undefined> {
  const [row] = await rows<Arrival & Record<string, unknown>>(ARRIVED, [transferId])
  return row
}
