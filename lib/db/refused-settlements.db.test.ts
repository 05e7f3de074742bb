import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { newOcid } from '@/lib/ledger/testing/make-account'
import { insertPayment, makePayment } from '@/lib/settlement/testing/make-payment'
import {
  beginStatements,
  endStatements,
  type HeldPayment,
  makeFundedPayment,
  makeHeldPayment,
  proofOf,
} from '@/lib/settlement/testing/settlement-rows'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let held: HeldPayment

beforeAll(async () => {
  const other = await makeHeldPayment()
  await sql(...endStatements(other).settle)
})

beforeEach(async () => {
  held = await makeHeldPayment()
})

const settlement = (change: string, { id } = held) => `UPDATE settlements SET ${change} WHERE id = 'stl_${id}'`
const step = (change: string, ordinal = 0, { id } = held) =>
  `UPDATE settlement_steps SET ${change} WHERE settlement_id = 'stl_${id}' AND ordinal = ${ordinal}`
const hold = (state: 'POSTED' | 'VOIDED', { id } = held) =>
  `UPDATE transfers SET state = '${state}', resolved_at = now() WHERE payment_id = '${id}'`
const payment = (change: string, { id } = held) => `UPDATE payments SET ${change} WHERE id = '${id}'`
const called = "state = 'CALLED', body = '{}', first_called_at = now()"
const refusedBy = (constraint: string) => ({ constraint })

describe('a payment', () => {
  test('that is being settled through others claims its order, through whichever gateway it came', async () => {
    const [{ order } = { order: '' }] = await sql(`SELECT order_id AS order FROM payments WHERE id = '${held.id}'`)
    const twin = { ...(await makePayment()), id: `${held.id}_twin` }
    await sql(insertPayment(twin.id, held.merchant, String(order)), payment("status = 'PENDING'", { ...held, ...twin }))
    const claim = payment(`payer_id = '${twin.payer}', paying_since = now()`, { ...held, ...twin })
    await expect(sql(claim)).rejects.toMatchObject(refusedBy('one_payment_per_order'))
    await sql(...endStatements(held).abandon)
    await sql(claim)
    await sql(payment('paying_since = NULL', { ...held, ...twin }))
  })

  test.each([
    ['that nobody pays', 'payer_id = NULL'],
    ['that has failed', "status = 'FAILED'"],
    ['that was cancelled', "status = 'CANCELLED'"],
    ['that has expired', "status = 'EXPIRED'"],
  ])('%s is under way with nobody', async (_, change) => {
    await expect(sql(payment(change))).rejects.toMatchObject(refusedBy('payment_under_way'))
  })
})

describe('a settlement', () => {
  test('begins active', async () => {
    const { settlement: insert, transfer } = beginStatements(await makeFundedPayment())
    const wrong = insert
      .replace('(id,', '(state, reason, id,')
      .replace("VALUES ('", "VALUES ('NEEDS_OPERATOR', 'why', '")
    await expect(sql(transfer, wrong)).rejects.toThrow(/starts ACTIVE/)
  })

  test('is the only live one of its payment', async () => {
    const second = beginStatements(held).settlement.replace("'stl_", "'stl_2_").replace(', 1,', ', 2,')
    await expect(sql(second)).rejects.toMatchObject(refusedBy('one_live_settlement'))
    await sql(settlement("state = 'NEEDS_OPERATOR', reason = 'why'"))
    await expect(sql(second)).rejects.toMatchObject(refusedBy('one_live_settlement'))
  })

  test('is the only attempt of its number', async () => {
    await sql(...endStatements(held).abandon)
    const again = beginStatements(held).settlement.replace("'stl_", "'stl_2_")
    await expect(sql(again)).rejects.toMatchObject(refusedBy('settlements_payment_id_attempt_key'))
  })

  test('is the only one of its hold', async () => {
    await sql(...endStatements(held).abandon)
    const second = beginStatements(held).settlement.replace("'stl_", "'stl_2_").replace(', 1,', ', 2,')
    await expect(sql(second)).rejects.toMatchObject(refusedBy('one_settlement_per_hold'))
  })

  test('has a hold of its own payment', async () => {
    const other = await makeHeldPayment()
    await sql(...endStatements(other).abandon)
    const { transfer, settlement: insert } = beginStatements(await makeFundedPayment())
    const stolen = insert.replace(/'pay_[^']*'/, `'${other.id}'`).replace(', 1,', ', 2,')
    await expect(sql(transfer, stolen)).rejects.toThrow(/its hold is not/)
  })

  test.each([
    ['SETTLED', 'without its hold being posted', /its hold is not/],
    ['ABANDONED', 'without its hold being given back', /its hold is not/],
  ])('does not end as %s %s', async (state, _, words) => {
    await expect(sql(settlement(`state = '${state}', ended_at = now(), reason = 'why'`))).rejects.toThrow(words)
  })

  test('does not give its hold back and stay alive', async () => {
    await expect(sql(hold('VOIDED'), settlement("state = 'NEEDS_OPERATOR', reason = 'why'"))).rejects.toThrow(
      /its hold is not/,
    )
  })

  test.each([
    ['ACTIVE to GIVEN_UP', [], "state = 'GIVEN_UP', ended_at = now(), reason = 'why'"],
    [
      'NEEDS_OPERATOR to ABANDONED',
      ["state = 'NEEDS_OPERATOR', reason = 'why'"],
      "state = 'ABANDONED', ended_at = now()",
    ],
  ])('does not go from %s', async (_, before, change) => {
    await expect(sql(...before.map((one) => settlement(one)), settlement(change), hold('VOIDED'))).rejects.toThrow(
      /cannot go from/,
    )
  })

  test.each(['ACTIVE', 'NEEDS_OPERATOR', 'ABANDONED', 'GIVEN_UP'])(
    'that is settled does not become %s',
    async (state) => {
      await sql(...endStatements(held).settle)
      await expect(sql(settlement(`state = '${state}', reason = 'why'`))).rejects.toThrow(/cannot go from/)
    },
  )

  test('may be taken back from the operator and settled in one transaction, and given up in one', async () => {
    await sql(settlement("state = 'NEEDS_OPERATOR', reason = 'why'"))
    await sql(settlement("state = 'ACTIVE', reason = NULL"), ...endStatements(held).settle)
    held = await makeHeldPayment()
    const giveUp = settlement("state = 'GIVEN_UP', ended_at = now(), reason = 'why'")
    await sql(
      settlement("state = 'NEEDS_OPERATOR', reason = 'why'"),
      giveUp,
      hold('VOIDED'),
      payment("status = 'FAILED', paying_since = NULL"),
    )
    expect(await countOf('settlements', `id = 'stl_${held.id}' AND state = 'GIVEN_UP'`)).toBe(1)
  })

  test.each([
    ['a moment of its end while it is alive', 'ended_at = now()', 'settlement_ended'],
    ['an owner of a lease without its end', "lease_owner = 'me', leased_until = NULL", 'settlement_lease'],
    ['an end of a lease without its owner', 'lease_owner = NULL, leased_until = now()', 'settlement_lease'],
    ['no reason for which an operator should look', "state = 'NEEDS_OPERATOR'", 'settlement_has_reason'],
    ['no moment of its end when it has ended', "state = 'SETTLED'", 'settlement_ended'],
  ])('does not have %s', async (_, change, constraint) => {
    await expect(sql(settlement(change))).rejects.toMatchObject(refusedBy(constraint))
  })

  test.each([
    "id = 'stl_other'",
    'attempt = 7',
    "strategy = 'chain'",
    "path = '[1]'",
    "created_at = now() - interval '1 day'",
    "payment_id = (SELECT id FROM payments WHERE status = 'SUCCEEDED' LIMIT 1)",
    'hold_id = (SELECT min(id) FROM transfers)',
  ])('keeps what it is for: %s is refused', async (change) => {
    await expect(sql(settlement(change))).rejects.toThrow(/cannot change|foreign key/)
  })
})

describe('a step', () => {
  test.each([
    ['CALLED', 'without its words', "state = 'CALLED', first_called_at = now()"],
    ['CALLED', 'without the moment of it', "state = 'CALLED', body = '{}'"],
    ['UNKNOWN', 'without a call', "state = 'UNKNOWN'"],
    ['REFUSED', 'without a call', "state = 'REFUSED'"],
  ])('is not %s %s', async (_, __, change) => {
    await expect(sql(step(change))).rejects.toMatchObject(refusedBy('step_recorded_before_call'))
  })

  test('of a transfer is not done without a proof, and one of a payment not without its txid', async () => {
    const done = "state = 'DONE', body = '{}', first_called_at = now()"
    await expect(sql(step(done))).rejects.toMatchObject(refusedBy('step_done'))
    await expect(sql(step(`${done}, peer_txid = 'x'`, 1))).rejects.toMatchObject(refusedBy('step_done'))
    await sql(step(`${done}, peer_txid = 'x'`))
  })

  test('names an issuer and a txid together, of a proof that is kept', async () => {
    await expect(sql(step('proof_issuer = 4', 1))).rejects.toMatchObject(refusedBy('step_proof'))
    await expect(sql(step("proof_txid = 'x'", 1))).rejects.toMatchObject(refusedBy('step_proof'))
    await expect(sql(step("proof_issuer = 4, proof_txid = 'nobody has this'", 1))).rejects.toThrow(/foreign key/)
  })

  test('does not rest on the proof of another', async () => {
    const [used] = await sql(
      'SELECT proof_issuer AS issuer, proof_txid AS txid FROM settlement_steps WHERE proof_txid IS NOT NULL LIMIT 1',
    )
    const steal = step(`proof_issuer = ${used?.issuer}, proof_txid = '${used?.txid}'`, 1)
    await expect(sql(steal)).rejects.toMatchObject(refusedBy('one_step_per_proof'))
  })

  test('does not use a reference twice with one peer', async () => {
    const [one] = await sql(
      `SELECT peer_ocid AS peer, reference FROM settlement_steps WHERE settlement_id = 'stl_${held.id}' AND ordinal = 0`,
    )
    const again = `INSERT INTO settlement_steps (settlement_id, ordinal, kind, peer_ocid, reference) VALUES ('stl_${held.id}', 9, 'PAYMENT_CREATE', ${one?.peer}, '${one?.reference}')`
    await expect(sql(again)).rejects.toMatchObject(refusedBy('settlement_steps_peer_ocid_reference_key'))
  })

  test('asks in the same words for ever', async () => {
    await sql(step(called))
    await expect(sql(step(`body = '{"amount":"1"}'`))).rejects.toThrow(/what step 0 .* asked for cannot change/)
    await expect(sql(step('body = NULL'))).rejects.toThrow(/asked for cannot change|step_recorded/)
  })

  test('that was called is never merely planned again', async () => {
    await sql(step(called))
    await expect(sql(step("state = 'PLANNED'"))).rejects.toThrow(/is final/)
  })

  test.each(["state = 'REFUSED'", "state = 'DONE', peer_txid = 'x'"])('that ended (%s) stays as it is', async (end) => {
    await sql(step(called), step(end))
    for (const change of ["state = 'UNKNOWN'", "last_failure = 'x'", 'next_attempt_at = now()'])
      await expect(sql(step(change))).rejects.toThrow(/is final/)
  })

  test.each(['ordinal = 9', "kind = 'PAYMENT_SETTLE'", 'peer_ocid = 1', "reference = 'other'"])(
    'keeps what it is: %s is refused',
    async (change) => {
      await expect(sql(step(change))).rejects.toThrow(/is final/)
    },
  )
})

describe.each(['settlements', 'settlement_steps'])('nothing is deleted from %s', (table) => {
  test.each(['DELETE FROM', 'TRUNCATE'])('by %s', async (verb) => {
    const before = await countOf(table)
    await expect(sql(`${verb} ${table}${verb === 'TRUNCATE' ? ' CASCADE' : ''}`)).rejects.toThrow(/never deleted/)
    expect(await countOf(table)).toBe(before)
  })
})

test('a proof that settles a payment through others is kept like any other', async () => {
  await sql(...endStatements(held).settle)
  await expect(sql(proofOf(held))).rejects.toThrow(/proofs_pkey/)
})

test.each([
  [10, 11],
  [10, -1],
  [-2, -1],
])('a reserve is not low at %i and empty at %i', async (low, empty) => {
  const insert = `INSERT INTO reserve_thresholds (ocid, currency, low_minor, empty_minor) VALUES (${newOcid()}, 'USD', ${low}, ${empty})`
  await expect(sql(insert)).rejects.toMatchObject(refusedBy('reserve_thresholds_order'))
})

describe('a signing key', () => {
  const key = (publicKey: string, state: string, from: string, until: string) =>
    `INSERT INTO signing_keys (public_key, state, signed_from, signed_until) VALUES ('${publicKey}', '${state}', ${from}, ${until})`

  test('signs alone, and one alone waits for its turn', async () => {
    await sql(
      key('a', 'SIGNING', 'now()', 'NULL'),
      key('b', 'NEXT', 'NULL', 'NULL'),
      key('c', 'RETIRED', 'now()', 'now()'),
    )
    await expect(sql(key('d', 'SIGNING', 'now()', 'NULL'))).rejects.toMatchObject(refusedBy('one_signing_key'))
    await expect(sql(key('d', 'NEXT', 'NULL', 'NULL'))).rejects.toMatchObject(refusedBy('one_next_key'))
  })

  test.each([
    ['that signs and has not begun', 'SIGNING', 'NULL', 'NULL'],
    ['that signs and has ceased', 'SIGNING', 'now()', 'now()'],
    ['that has not signed and has begun', 'NEXT', 'now()', 'NULL'],
    ['that is retired and never ceased', 'RETIRED', 'now()', 'NULL'],
    ['that is retired and never began', 'RETIRED', 'NULL', 'now()'],
  ])('%s is none', async (_, state, from, until) => {
    await expect(sql(key('e', state, from, until))).rejects.toMatchObject(refusedBy('signing_key_span'))
  })
})

test('after all of these refusals the books are sound', async () => {
  expect(await checkLedger()).toEqual([])
})
