import type { Tx } from '@/lib/db/transaction'
import type { Gateway } from '@/lib/gateway/gateway'
import { openAccount } from '@/lib/ledger/account-store'
import { postTransfer } from '@/lib/ledger/transfer-store'
import { completePayment } from './complete-payment'
import type { Destination } from './find-destination'
import type { ReceivedProof } from './received-proof'
import { claimProof, recordReceipt } from './received-proof-store'

/**
 * A proof becomes money: what we have at its issuer grows by it, and so does what we owe to whoever it is for. False, and
 * nothing is booked, when its issuer and txid are on record already.
 */
export async function bookProof(
  tx: Tx,
  us: Pick<Gateway, 'ocid' | 'signer'>,
  received: ReceivedProof,
  destination: Destination,
  nowEpochSeconds: number,
): Promise<boolean> {
  if (!(await claimProof(tx, received))) return false
  const { kind, payment } = destination
  const transferId = await postReceipt(tx, received, destination)
  await recordReceipt(tx, received, { kind, transferId, incomingTxid: payment?.txid ?? null })
  if (payment) await completePayment(tx, us, payment, received.proof.from.ocid, nowEpochSeconds)
  return true
}

async function postReceipt(tx: Tx, { proof, money }: ReceivedProof, { owner }: Destination): Promise<bigint> {
  const { amountMinor, currency } = money
  const reserve = await openAccount(tx, { kind: 'OUR_RESERVE', ocid: proof.issuer }, 'LIVE', currency.code)
  const payee = await openAccount(tx, owner, 'LIVE', currency.code)
  const ends = { debitAccountId: reserve.id, creditAccountId: payee.id }
  const terms = { mode: 'LIVE', currency: currency.code, amountMinor, paymentId: null, reason: 'RECEIPT' } as const
  const posted = await postTransfer(tx, { ...terms, ...ends })
  if (!posted.ok) throw new Error('a receipt cannot overdraw: it only adds to what we have and owe')
  return posted.value
}
