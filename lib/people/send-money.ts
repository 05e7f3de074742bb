import { createHash } from 'node:crypto'
import { requireConfirmation } from '@/lib/auth/require-confirmation'
import { violatedConstraint } from '@/lib/db/sql-error'
import { type EndingTx, inTransaction, rows } from '@/lib/db/transaction'
import { takeRateLimit } from '@/lib/http/rate-limit'
import { findAccount } from '@/lib/ledger/account-store'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { lockWallet } from '@/lib/settlement/settlement-store'
import { decideRepeat, decideSend, type SendFacts } from './decide-send'
import { findPayee } from './find-payee'
import { moneyLeft } from './money-left'
import { payeeText } from './payee-name'
import type { SendProblem } from './people-problem'
import { findSentByForm, insertPersonTransfer, readSentByForm } from './person-transfer-store'
import type { Sending } from './sending'

/** What a person sends by one form; `sendKey` is the form's own, so that it moves money once. */
export interface SendOrder extends Sending {
  readonly senderId: string
  readonly sendKey: string
  /** The signed-in browser: without it nothing counts as confirmed, and less can be sent. */
  readonly browserSessionId?: string | undefined
}

/** Sends money to another person of this gateway. */
export async function sendMoney(order: SendOrder): Promise<Result<'move' | 'already', SendProblem>> {
  const { senderId, sendKey, payee, money } = order
  const earlier = await readSentByForm(senderId, sendKey)
  if (earlier) return decideRepeat(earlier, factsOf(order))
  // Before anybody is looked up: who tries an address without money to send learns nothing about it.
  if ((await moneyLeft(senderId, money)) < 0n) return err('INSUFFICIENT_FUNDS')
  // And neither does who stops before confirming.
  const confirmed = await requireConfirmation({ rows }, askedSending(order))
  if (!confirmed.ok) return confirmed
  if ((await takeRateLimit('payee', senderId)) !== undefined) return err('TOO_MANY_LOOKUPS')
  const recipientId = await findPayee(payee)
  if (recipientId === undefined) return err('RECIPIENT_UNKNOWN')
  if (recipientId === senderId) return err('SENT_TO_SELF')
  return move(order, recipientId)
}

async function move(order: SendOrder, recipientId: string) {
  const owner = { kind: 'USER_WALLET', userId: order.senderId } as const
  const walletId = await findAccount(owner, 'LIVE', order.money.currency.code)
  try {
    return await inTransaction((tx) => moveWithin(tx, order, recipientId, walletId ?? 0n))
  } catch (cause) {
    // The same form at the same moment in another currency: that one has moved, this one has not.
    if (violatedConstraint(cause) === 'person_transfers_sender_id_send_key_key') return err('FORM_USED' as const)
    throw cause
  }
}

async function moveWithin(tx: EndingTx, order: SendOrder, recipientId: string, walletId: bigint) {
  const { senderId, sendKey } = order
  const { addressedTo, ...money } = factsOf(order)
  const wallet = await lockWallet(tx, walletId, senderId, 'LIVE')
  const decision = decideSend(wallet, await findSentByForm(tx, senderId, sendKey), { addressedTo, ...money })
  if (!decision.ok || decision.value === 'already') return decision
  const confirmed = await requireConfirmation(tx, askedSending(order))
  if (!confirmed.ok) return confirmed
  await insertPersonTransfer(tx, { ...money, senderId, walletId, recipientId, cause: { sendKey, addressedTo } })
  return ok('move' as const)
}

/** What has to be confirmed above the amount that the sender set. */
export function askedSending(order: SendOrder) {
  const { addressedTo, amountMinor, currency } = factsOf(order)
  const { senderId: payerId, browserSessionId, sendKey } = order
  // An address can be longer than a subject.
  const recipient = createHash('sha256').update(addressedTo).digest('base64url')
  return { payerId, browserSessionId, subject: `send:${recipient}:${sendKey}`, amountMinor, currency }
}

function factsOf({ payee, money, memo }: Sending): SendFacts {
  return { addressedTo: payeeText(payee), currency: money.currency.code, amountMinor: money.amountMinor, memo }
}
