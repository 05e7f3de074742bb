import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type DevnetLab, openDevnetLab } from '@/devnet/testing/devnet-lab'
import { proofOf } from '@/devnet/testing/fake-gateway'
import { clearFaults, listFaults, setFault } from '@/devnet/testing/fault-orders'
import { refusal } from '@/devnet/testing/house-moves'
import { createPartyClient } from '@/devnet/testing/party-client'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())
afterEach(() => Promise.all([300, 310, 320, 330].map((ocid) => clearFaults(lab, ocid))))

const metadata = (ocid: number) => fetch(lab.at(`/${ocid}/opencharge/metadata.json`)).then(({ status }) => status)

it('lists what is set and how often it fired, and clears it', async () => {
  await setFault(lab, 320, { path: '*', mode: 'error_500' })
  await setFault(lab, 320, { path: '/verify/*', mode: 'drop', times: 2 })
  expect([await metadata(320), await metadata(320)]).toEqual([500, 500])
  expect(await listFaults(lab, 320)).toEqual([
    { path: '*', mode: 'error_500', fired: 2 },
    { path: '/verify/*', mode: 'drop', times: 2, fired: 0 },
  ])
  await clearFaults(lab, 320)
  expect(await listFaults(lab, 320)).toEqual([])
  expect(await metadata(320)).toBe(200)
})

it('keeps the faults of each party apart, and of each path', async () => {
  await setFault(lab, 330, { path: '/verify/*', mode: 'error_500' })
  expect([await metadata(310), await metadata(330)]).toEqual([200, 200])
  const client = createPartyClient(lab)
  expect((await client.get(330, '/verify/tx_nothing')).status).toBe(500)
  expect((await client.get(310, '/verify/tx_nothing')).status).toBe(404)
})

it('stops after the times that were given, and starts anew when it is set again', async () => {
  const fault = { path: '/metadata.json', mode: 'error_500', times: 1 } as const
  await setFault(lab, 300, fault)
  expect([await metadata(300), await metadata(300)]).toEqual([500, 200])
  await setFault(lab, 300, fault)
  expect([await metadata(300), await metadata(300)]).toEqual([500, 200])
  expect(await listFaults(lab, 300)).toEqual([{ ...fault, fired: 1 }])
})

it('has a merchant gateway refuse new proofs, and know those that it took', async () => {
  const [taken, fresh] = [proofOf(await lab.order()), proofOf(await lab.order())]
  await lab.deliver(taken)
  await setFault(lab, 300, { path: '/transfer/webhook', mode: 'reject' })
  expect(await lab.deliver(taken)).toMatchObject({ status: 200, json: { status: 'accepted' } })
  expect(await lab.deliver(fresh)).toMatchObject(refusal(400, 'CAPABILITY_NOT_SUPPORTED'))
  await clearFaults(lab, 300)
  expect(await lab.deliver(fresh)).toMatchObject({ status: 200 })
})

it('takes JSON only, known modes only, and no other members', async () => {
  const post = async (body: string, type = 'application/json') => {
    const answer = await fetch(lab.at('/310/faults'), { method: 'POST', body, headers: { 'content-type': type } })
    return answer.status
  }
  const good = { path: '*', mode: 'drop' }
  expect(await post(JSON.stringify(good), 'text/plain')).toBe(415)
  for (const bad of [{ mode: 'sulk' }, { path: 'no slash' }, { times: 0 }, { extra: true }]) {
    expect(await post(JSON.stringify({ ...good, ...bad }))).toBe(400)
  }
  expect(await post('{')).toBe(400)
  expect(await listFaults(lab, 310)).toEqual([])
})

it('is for this machine only, and for institutions only', async () => {
  const proxied = await fetch(lab.at('/310/faults'), { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(proxied.status).toBe(403)
  expect((await fetch(lab.at('/500/faults'))).status).toBe(404)
})
