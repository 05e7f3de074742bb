import { sql } from '@/lib/db/testing/sql'
import { makeAccount, newOcid } from '@/lib/ledger/testing/make-account'
import { type MadePayment, makePayment } from './make-payment'

/** A payment of 5.00 USD that a gateway and a provider, which has our reserve, are settling. */
export interface HeldPayment extends MadePayment {
  readonly gate: number
  readonly provider: number
  readonly reserve: bigint
}

/** A payment that somebody has opened, and money of ours at a provider: what a settlement begins with. */
export async function makeFundedPayment(): Promise<HeldPayment> {
  const made = await makePayment()
  const [gate, provider] = [newOcid(), newOcid()]
  const reserve = await makeAccount({ kind: 'OUR_RESERVE', ocid: provider })
  const cash = await makeAccount({ kind: 'CASH_IN' })
  await sql(`INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
    VALUES ('POSTED', 'LIVE', 'USD', 1000, ${reserve}, ${cash}, 'OPENING_RESERVE', now())`)
  return { ...made, gate, provider, reserve }
}

/** The same when the money is held and no step is taken. */
export async function makeHeldPayment(): Promise<HeldPayment> {
  const held = await makeFundedPayment()
  const { transfer, settlement, steps, claim } = beginStatements(held)
  await sql(transfer, settlement, steps, claim)
  return held
}

/** The statements that begin a settlement; `settlement` has the latest transfer as its hold. */
export function beginStatements({ id, payer, wallet, reserve, gate, provider }: HeldPayment) {
  return {
    transfer: `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, payment_id, reason)
      VALUES ('PENDING', 'LIVE', 'USD', 500, ${wallet}, ${reserve}, '${id}', 'PAYMENT')`,
    settlement: `INSERT INTO settlements (id, payment_id, attempt, strategy, path, hold_id)
      VALUES ('stl_${id}', '${id}', 1, 'common_third_party', '[${gate},${provider}]', (SELECT max(id) FROM transfers WHERE payment_id = '${id}'))`,
    steps: `INSERT INTO settlement_steps (settlement_id, ordinal, kind, peer_ocid, reference) VALUES
      ('stl_${id}', 0, 'PAYMENT_CREATE', ${gate}, '${id}:0'), ('stl_${id}', 1, 'TRANSFER_CREATE', ${provider}, '${id}'),
      ('stl_${id}', 2, 'PAYMENT_SETTLE', ${gate}, '${id}:2')`,
    claim: `UPDATE payments SET payer_id = '${payer}', paying_since = now() WHERE id = '${id}'`,
  }
}

const proof = ({ id, merchant }: HeldPayment, issuer: number, settles: boolean) =>
  `INSERT INTO proofs (issuer, txid, payment_id, from_ocid, to_ocid, proof_text, signature, public_key, settles)
   VALUES (${issuer}, 'tx_${id}', '${id}', 200, ${merchant}, '{}', '00', '00', ${settles})`

/** The statement that keeps the proof of the last step, which settles the payment. */
export const proofOf = (held: HeldPayment) => proof(held, held.gate, true)

/** The statements that end a settlement one way or the other, each list in one commit. */
export function endStatements(held: HeldPayment) {
  const { id, merchant, gate, provider } = held
  const step = (ordinal: number, change: string) =>
    `UPDATE settlement_steps SET body = '{}', attempt_count = 1, first_called_at = now(), ${change} WHERE settlement_id = 'stl_${id}' AND ordinal = ${ordinal}`
  const resolve = (state: string) =>
    `UPDATE transfers SET state = '${state}', resolved_at = now() WHERE payment_id = '${id}' AND reason = 'PAYMENT'`
  const end = (state: string) =>
    `UPDATE settlements SET state = '${state}', ended_at = now(), reason = 'why' WHERE id = 'stl_${id}'`
  return {
    settle: [
      proof(held, provider, false),
      proofOf(held),
      step(0, "state = 'DONE', peer_txid = 'theirs'"),
      step(1, `state = 'DONE', proof_issuer = ${provider}, proof_txid = 'tx_${id}'`),
      step(2, `state = 'DONE', proof_issuer = ${gate}, proof_txid = 'tx_${id}'`),
      resolve('POSTED'),
      end('SETTLED'),
      `UPDATE payments SET status = 'SUCCEEDED', settled_at = now(), paying_since = NULL, strategy = 'common_third_party' WHERE id = '${id}'`,
      `INSERT INTO deliveries (id, receiver_ocid, payment_id, body, relayed) VALUES ('dlv_${id}', ${merchant}, '${id}', '{}', true)`,
    ],
    abandon: [
      step(0, "state = 'REFUSED'"),
      resolve('VOIDED'),
      end('ABANDONED'),
      `UPDATE payments SET payer_id = NULL, paying_since = NULL WHERE id = '${id}'`,
    ],
  }
}
