import { sql } from '@/lib/db/testing/sql'
import { settlingRules } from '@/lib/ledger/settling-rules'
import type { Break } from '@/lib/ledger/testing/ledger-break'
import { endStatements, type HeldPayment, makeHeldPayment } from '@/lib/settlement/testing/settlement-rows'
import { makeAccount } from './make-account'

const [asItsState, oneLive, held, byItsProof, ownPeer, loss] = settlingRules.map(({ rule }) => rule) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const underWay = 'each hold belongs to a payment that is under way'
const delivered = 'each payment that succeeded has its delivery'
const holds = "every account's hold equals its pending transfers"

let live: HeldPayment
let settled: HeldPayment
let givenUp: HeldPayment
let lostTransfer: string

/** One settlement that is under way, one that is settled, and one that was given up and lost money of ours. */
export async function makeSettlements(): Promise<void> {
  ;[live, settled, givenUp] = [await makeHeldPayment(), await makeHeldPayment(), await makeHeldPayment()]
  await sql(...endStatements(settled).settle)
  await sql(...endStatements(givenUp).abandon)
  const suspense = await makeAccount({ kind: 'SUSPENSE' })
  const [row] =
    await sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 500, ${suspense}, ${givenUp.reserve}, '${givenUp.id}', 'RESERVE_LOSS', now()) RETURNING id`)
  lostTransfer = String(row?.id)
}

type Change = (table: string, of: () => string, damage: string, mend: string) => Pick<Break, 'damage' | 'mend'>
const change: Change = (table, of, damage, mend) => ({
  damage: () => [`UPDATE ${table} SET ${damage} WHERE ${of()}`],
  mend: () => [`UPDATE ${table} SET ${mend} WHERE ${of()}`],
})
const settlementOf = (payment: () => HeldPayment) => () => `id = 'stl_${payment().id}'`
const paymentOf = (payment: () => HeldPayment) => () => `id = '${payment().id}'`
const stepOf = (payment: () => HeldPayment, ordinal: number) => () =>
  `settlement_id = 'stl_${payment().id}' AND ordinal = ${ordinal}`

/** What each rule must see, after `makeSettlements`. */
export const settlingBreaks: readonly Break[] = [
  {
    title: 'a settlement is called settled and its money is still held',
    rules: [oneLive, held, asItsState, ownPeer],
    ...change(
      'settlements',
      settlementOf(() => live),
      "state = 'SETTLED', ended_at = now()",
      "state = 'ACTIVE', ended_at = NULL",
    ),
  },
  {
    title: 'a settlement was abandoned and its money is still held',
    rules: [oneLive, held, asItsState],
    ...change(
      'settlements',
      settlementOf(() => live),
      "state = 'ABANDONED', reason = 'why', ended_at = now()",
      "state = 'ACTIVE', ended_at = NULL",
    ),
  },
  {
    title: 'a settlement that moved money is called abandoned',
    rules: [asItsState, byItsProof],
    ...change(
      'settlements',
      settlementOf(() => settled),
      "state = 'ABANDONED'",
      "state = 'SETTLED'",
    ),
  },
  {
    title: 'a settlement lives on and its money was given back',
    rules: [holds, asItsState],
    ...change(
      'transfers',
      () => `payment_id = '${live.id}'`,
      "state = 'VOIDED', resolved_at = now()",
      "state = 'PENDING', resolved_at = NULL",
    ),
  },
  {
    title: 'a settlement holds what our reserve at another provider would pay',
    rules: [asItsState],
    damage: () => [`UPDATE settlements SET path = '[1,2]' WHERE id = 'stl_${live.id}'`],
    mend: () => [`UPDATE settlements SET path = '[${live.gate},${live.provider}]' WHERE id = 'stl_${live.id}'`],
  },
  {
    title: 'a payment is called under way and nobody settles it',
    rules: [oneLive],
    damage: () => [
      `UPDATE payments SET payer_id = '${givenUp.payer}', paying_since = now() WHERE id = '${givenUp.id}'`,
    ],
    mend: () => [`UPDATE payments SET payer_id = NULL, paying_since = NULL WHERE id = '${givenUp.id}'`],
  },
  {
    title: 'a payment is being settled and has not claimed its order',
    rules: [oneLive],
    ...change(
      'payments',
      paymentOf(() => live),
      'paying_since = NULL',
      'paying_since = now()',
    ),
  },
  {
    title: 'a payment that others are settling was called expired',
    rules: [underWay, oneLive],
    ...change(
      'payments',
      paymentOf(() => live),
      "status = 'EXPIRED', paying_since = NULL",
      "status = 'PENDING', paying_since = now()",
    ),
  },
  {
    title: 'a payment succeeded through others by another way than it says',
    rules: [byItsProof],
    ...change(
      'payments',
      paymentOf(() => settled),
      "strategy = 'chain'",
      "strategy = 'common_third_party'",
    ),
  },
  {
    title: 'a payment that others settled says that we did',
    rules: [byItsProof],
    ...change(
      'payments',
      paymentOf(() => settled),
      "strategy = 'direct'",
      "strategy = 'common_third_party'",
    ),
  },
  {
    title: 'a settlement is settled and its last step is not',
    rules: [ownPeer],
    ...change(
      'settlement_steps',
      stepOf(() => settled, 2),
      "state = 'UNKNOWN'",
      "state = 'DONE'",
    ),
  },
  {
    title: 'the last step rests on a proof that is not the one of the payment',
    rules: [byItsProof, ownPeer],
    damage: () => [`UPDATE settlement_steps SET proof_txid = 'none' WHERE ${stepOf(() => settled, 2)()}`],
    mend: () => [`UPDATE settlement_steps SET proof_txid = 'tx_${settled.id}' WHERE ${stepOf(() => settled, 2)()}`],
  },
  {
    title: 'a transfer rests on the proof of another than its provider',
    rules: [ownPeer],
    damage: () => [`UPDATE settlement_steps SET peer_ocid = 1 WHERE ${stepOf(() => settled, 1)()}`],
    mend: () => [`UPDATE settlement_steps SET peer_ocid = ${settled.provider} WHERE ${stepOf(() => settled, 1)()}`],
  },
  {
    title: 'a reserve lost money at a provider that was to transfer nothing',
    rules: [loss],
    damage: () => [`UPDATE transfers SET payment_id = '${live.id}' WHERE id = ${lostTransfer}`],
    mend: () => [`UPDATE transfers SET payment_id = '${givenUp.id}' WHERE id = ${lostTransfer}`],
  },
  {
    title: 'nobody is told of a payment that others settled',
    rules: [delivered],
    damage: () => [`DELETE FROM deliveries WHERE payment_id = '${settled.id}'`],
    mend: () => [endStatements(settled).settle.at(-1) ?? ''],
  },
]
