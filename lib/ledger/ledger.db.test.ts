import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { absorbPostings } from './balance-store'
import { checkLedger } from './check-ledger'
import { canFallShort, isOverdrawn, type LedgerModel, openModel, readStandings } from './testing/ledger-model'
import { type Act, deedOf, expectedOf, perform, record, steps } from './testing/ledger-steps'
import { makeWallet, standing } from './testing/make-account'

useTestDatabase()

async function performAtOnce(model: LedgerModel, acts: readonly Act[]): Promise<void> {
  const deeds = acts.map((act) => deedOf(model, act)).filter((deed) => deed !== undefined)
  const expected = deeds.map(expectedOf)
  const movements = deeds.flatMap((deed) => ('movement' in deed ? [deed.movement] : []))
  const excused = deeds.map((deed) => 'movement' in deed && canFallShort(deed.movement, movements))
  const outcomes = await Promise.all(deeds.map(perform))
  if (deeds.length === 1) expect(outcomes.map(({ verdict }) => verdict)).toEqual(expected)
  deeds.forEach((deed, index) => {
    const { verdict, id } = outcomes[index] ?? { verdict: 'refused' }
    if (verdict === 'moved') record(model, deed, id)
    // What is impossible in itself stays impossible in company; money and open holds can come and go meanwhile.
    if (deed.kind !== 'resolve') expect(verdict === 'refused').toBe(expected[index] === 'refused')
    if (verdict === 'INSUFFICIENT_FUNDS') expect(excused[index]).toBe(true)
  })
  for (const hold of model.holds) {
    const rivals = deeds.flatMap((deed, index) => (deed.kind === 'resolve' && deed.hold === hold ? [index] : []))
    const winners = rivals.filter((index) => outcomes[index]?.verdict === 'moved')
    expect(winners).toHaveLength(rivals.some((index) => expected[index] === 'moved') ? 1 : 0)
  }
}

test('whatever is posted, held, ended or tried at once, the books balance, equal their rows and overdraw nobody', async () => {
  const seen = { moved: 0, atOnce: 0 }
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const model = await openModel()
      for (const acts of script) {
        await performAtOnce(model, acts)
        const expected = model.accounts.map((a) => [String(a.id), `${a.balance} with ${a.held} held`] as const)
        expect(await readStandings(model)).toEqual(new Map(expected))
        expect(model.accounts.filter(isOverdrawn)).toEqual([])
        seen.atOnce += acts.length > 1 ? 1 : 0
      }
      seen.moved += model.holds.length
      expect(await checkLedger()).toEqual([])
    }),
    { numRuns: 40 },
  )
  // The test would prove nothing if its scripts never got anywhere.
  expect(seen.moved).toBeGreaterThan(20)
  expect(seen.atOnce).toBeGreaterThan(20)
}, 60_000)

test('absorbing rolls only long queues of postings into the balance, and changes what nobody has', async () => {
  const [busy, quiet] = [await makeWallet(), await makeWallet(70n)]
  const credit = (account: bigint) =>
    `INSERT INTO transfers (state, mode, currency, amount_minor, debit_account_id, credit_account_id, reason, resolved_at)
     SELECT 'POSTED', 'LIVE', 'USD', 10, id, ${account}, 'CREDIT', now() FROM ledger_accounts
     WHERE kind = 'CASH_IN' AND currency = 'USD' AND mode = 'LIVE'`
  await sql(credit(busy), credit(busy), credit(busy))
  await absorbPostings(2)
  const waiting = await sql('SELECT account_id FROM account_postings')
  expect(waiting).toContainEqual({ account_id: String(quiet) })
  expect(waiting).not.toContainEqual({ account_id: String(busy) })
  expect([await standing(busy), await standing(quiet)]).toMatchObject([{ balance: 30n }, { balance: 70n }])
  expect(await checkLedger()).toEqual([])
})

test('an account that holds more than can be rolled up keeps no other from it', async () => {
  const [full, busy] = [await makeWallet(), await makeWallet()]
  const posting = (account: bigint, minor: bigint, of: 'min' | 'max') =>
    `INSERT INTO account_postings (account_id, transfer_id, amount_minor) SELECT ${account}, ${of}(id), ${minor} FROM transfers`
  // Only the roll-up is looked at: no transfer can post as much.
  await sql('ALTER TABLE account_postings DISABLE TRIGGER USER')
  const huge = 9_000_000_000_000_000_000n
  for (const of of ['min', 'max'] as const) await sql(posting(full, huge, of), posting(busy, 1n, of))
  await expect(absorbPostings(1)).rejects.toThrow('1 accounts could not be rolled up')
  expect(await sql(`SELECT count(*)::int AS waiting FROM account_postings WHERE account_id = ${busy}`)).toEqual([
    { waiting: 0 },
  ])
})
