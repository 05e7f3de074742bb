import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { savePartner } from '@/lib/partners/partner-store'
import { doAndSay, type House } from './testing/house'
import { makePayer } from './testing/pay-lab'
import { createSettleLab, reserveAt, type SettleLab, settlementsOf } from './testing/settle-lab'

vi.stubEnv('LOG_LEVEL', 'silent')
useTestDatabase()

let lab: SettleLab

beforeAll(async () => {
  lab = await createSettleLab()
})

afterEach(async () => {
  expect(await checkLedger()).toEqual([])
})

afterAll(() => lab.close())

const stuck = { ok: true, value: { isPaid: false } }

/** An honest provider with our reserve, and a gateway that takes its money and then has only trouble to tell of. */
async function thiefAt(reserve: bigint): Promise<{ provider: House; thief: House }> {
  const provider = await lab.house({ reserve })
  const thief = await lab.house({ accepts: [provider.ocid] })
  thief.script('/payment/settle', doAndSay(500, '{}'), 1000)
  return { provider, thief }
}

const payThrough = async (accepts: readonly number[]) => {
  const page = await lab.page(accepts)
  return { page, outcome: await lab.pay(page, await makePayer()) }
}

test('a gateway that has not proved the last payment is tried last', async () => {
  const { provider, thief } = await thiefAt(10_000n)
  const good = await lab.house({ accepts: [provider.ocid] })
  expect((await payThrough([thief.ocid])).outcome).toMatchObject(stuck)
  const { page, outcome } = await payThrough([thief.ocid, good.ocid])
  expect(outcome).toMatchObject({ ok: true, value: { isPaid: true } })
  expect(await settlementsOf(page)).toMatchObject([
    { path: JSON.stringify([good.ocid, provider.ocid]), state: 'SETTLED' },
  ])
})

test('a stranger that owes five proofs gets no sixth payment through its hands, and a partner of ours does', async () => {
  const { provider, thief } = await thiefAt(10_000n)
  for (let payment = 0; payment < 5; payment++) expect((await payThrough([thief.ocid])).outcome).toMatchObject(stuck)
  expect((await payThrough([thief.ocid])).outcome).toEqual({ ok: false, error: 'SETTLEMENT_NOT_SUPPORTED' })
  expect(await reserveAt(provider)).toEqual({ balance: 10_000, held: 2_500 })
  await savePartner(thief.ocid, {})
  expect((await payThrough([thief.ocid])).outcome).toMatchObject(stuck)
})
