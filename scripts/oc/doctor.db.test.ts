import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { inTransaction } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { bookReserve } from '@/lib/providers/book-reserve'
import { notePeerFailure } from '@/lib/providers/peer-health-store'
import { putReserveThresholds } from '@/lib/providers/reserve-store'
import { makeHandedSettlement, makeUnknownSettlement } from '@/lib/settlement/testing/stuck-settlement'
import { makeDelivery } from '@/lib/webhooks/testing/make-delivery'
import { runCommand, runJson } from './testing/run-command'
import { ourSigner, peerSigner, type SmallNetwork, startSmallNetwork } from './testing/small-network'

useTestDatabase()

let network: SmallNetwork

beforeAll(async () => {
  network = await startSmallNetwork()
})

beforeEach(() => {
  for (const [name, value] of Object.entries(network.environment)) vi.stubEnv(name, value)
  vi.stubEnv('DATA_DIR', network.folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  network.isSigned = true
  network.shownSigner.ours = ourSigner
  await network.register(network.registered)
})

afterAll(() => network.close())

interface Finding {
  readonly check: string
  readonly state: string
  readonly says: string
}

async function findings() {
  const { document, exitCode } = await runJson(['doctor'])
  const all = (document as { findings: Finding[] }).findings
  return { exitCode, all, faults: all.filter(({ state }) => state === 'FAULT') }
}

const expectFault = async (check: string, says: string) => {
  const { exitCode, faults } = await findings()
  expect(exitCode).toBe(1)
  expect(faults).toEqual([expect.objectContaining({ check, says: expect.stringContaining(says) })])
}

test('an installation in order has no fault, and every check was made', async () => {
  const { exitCode, all, faults } = await findings()
  expect(faults).toEqual([])
  expect(exitCode).toBe(0)
  expect(all.map(({ check }) => check)).toEqual([
    'Node.js',
    'configuration',
    'files',
    'signatures',
    'embedded PostgreSQL',
    'database',
    'PostgreSQL version',
    'connections',
    'migrations',
    'clock',
    'PUBLIC_URL',
    'registration',
    'worker',
    'deliveries',
    'settlements',
    'peers',
    'reserves',
    'mail',
    'ledger',
  ])
})

test('without a database the other checks are still made', async () => {
  await closePool()
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none')
  const { exitCode, all, faults } = await findings()
  expect(exitCode).toBe(1)
  expect(faults).toMatchObject([{ check: 'database', says: expect.stringContaining('127.0.0.1:1 cannot be reached') }])
  const states = new Map(all.map(({ check, state }) => [check, state]))
  expect(states.get('ledger')).toBe('skipped')
  expect(states.get('registration')).toBe('ok')
})

test('every mistake of the configuration is named at once, also those that the boot sees only later', async () => {
  vi.stubEnv('GATEWAY_MODE', 'production')
  vi.stubEnv('REGISTRY', '')
  vi.stubEnv('PORT', 'many')
  vi.stubEnv('CURRENCIES', 'USD,XYZ')
  vi.stubEnv('LOG_LEVEL', 'loud')
  const { faults, all } = await findings()
  const says = faults.map((finding) => finding.says.split(' ')[0])
  expect(says.sort()).toEqual(['CURRENCIES', 'LOG_LEVEL', 'PORT', 'REGISTRY'])
  expect(all).toContainEqual(expect.objectContaining({ check: 'migrations', state: 'ok' }))
})

test('in production, an open PUBLIC_URL, the private network and a missing mail server are faults', async () => {
  vi.stubEnv('GATEWAY_MODE', 'production')
  vi.stubEnv('ALLOW_PRIVATE_NETWORK', '1')
  const { faults } = await findings()
  expect(faults.map(({ says }) => says.split(' ')[0])).toEqual(['PUBLIC_URL', 'ALLOW_PRIVATE_NETWORK=1', 'SMTP_URL'])
})

test('an OCID that is not in the registry is told where to register what', async () => {
  await network.register({})
  await expectFault('registration', 'OCID 200 is not in file:')
})

test('another key behind our name is seen from outside and in the registry', async () => {
  network.shownSigner.ours = peerSigner
  const { faults } = await findings()
  expect(faults).toMatchObject([
    { check: 'PUBLIC_URL', says: expect.stringContaining('another public key') },
    { check: 'registration', says: expect.stringContaining('another public key') },
  ])
})

test('a proxy that drops the signature of our answers is noticed', async () => {
  network.isSigned = false
  await expectFault('PUBLIC_URL', 'without its signature')
})

test('jobs that nobody takes are a fault, and so are those that failed for good', async () => {
  await sql(`SELECT graphile_worker.add_job('deliver', '{}', run_at := now() - interval '5 minutes')`)
  await expectFault('worker', '1 job overdue since')
  await sql(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = 'out of luck'`)
  await expectFault('worker', 'out of luck')
  await sql('DELETE FROM graphile_worker._private_jobs')
})

test('a delivery that was parked this week is a fault, and an old one a note', async () => {
  const id = await makeDelivery(300)
  await sql(`UPDATE deliveries SET status = 'PARKED' WHERE id = '${id}'`)
  await expectFault('deliveries', '1 is PARKED')
  await sql(`UPDATE deliveries SET created_at = now() - interval '20 days' WHERE id = '${id}'`)
  expect((await findings()).all).toContainEqual(expect.objectContaining({ check: 'deliveries', state: 'note' }))
})

test('a reserve that is low or empty is a fault, with what to do', async () => {
  const usd = isoCurrency('USD') ?? { code: 'USD', exponent: 2 }
  await inTransaction((tx) => bookReserve(tx, 'ours', 400, { amountMinor: 5_000n, currency: usd }))
  const setThresholds = (lowMinor: bigint, emptyMinor: bigint) =>
    inTransaction((tx) => putReserveThresholds(tx, { ocid: 400, currency: 'USD', lowMinor, emptyMinor }))
  expect((await findings()).faults).toEqual([])
  await setThresholds(5_001n, 0n)
  await expectFault('reserves', 'our reserve at OCID 400 is low: 50.00 USD')
  await setThresholds(5_001n, 5_000n)
  await expectFault('reserves', 'our reserve at OCID 400 is empty')
  await setThresholds(0n, 0n)
})

test('a settlement that needs an operator is a fault', async () => {
  const stuck = await makeHandedSettlement(401)
  await expectFault('settlements', '1 needs an operator')
  await runCommand(['settlements', 'give-up', stuck.id, '--reason', 'for a test'])
})

test('a peer that fails for over an hour is a note, and a fault when settlements wait for it', async () => {
  await notePeerFailure(402, 'TIMEOUT: too slow')
  const peers = async () => (await findings()).all.filter(({ check }) => check === 'peers')
  expect(await peers()).toMatchObject([{ state: 'ok' }])
  await sql(`UPDATE peer_health SET failing_since = now() - interval '61 minutes'`)
  expect(await peers()).toMatchObject([{ state: 'note', says: expect.stringContaining('OCID 402 is failing since') }])
  const stuck = await makeUnknownSettlement(402)
  await expectFault('peers', 'and 1 settlement waits for it')
  await runCommand(['settlements', 'give-up', stuck.id, '--reason', 'for a test'])
  await sql('DELETE FROM peer_health')
})

test('a mail server that does not answer is named without the password of SMTP_URL', async () => {
  vi.stubEnv('SMTP_URL', 'smtp://user:tell-nobody@127.0.0.1:1')
  const { out } = await runCommand(['doctor'])
  expect(out).toMatch(/FAULT +mail +127\.0\.0\.1:1 does not take our mail/)
  expect(out).not.toContain('tell-nobody')
})

test('a mail server that takes a connection is fine', async () => {
  const server = createServer((socket) => {
    socket.write('220 hello\r\n')
    socket.on('data', (line) => socket.write(/^QUIT/i.test(String(line)) ? '221 bye\r\n' : '250 fine\r\n'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  const { all } = await findings()
  await new Promise((resolve) => server.close(resolve))
  expect(all).toContainEqual(expect.objectContaining({ check: 'mail', state: 'ok' }))
})

test('a key file that others can read is a fault', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'oc-doctor-'))
  await writeFile(path.join(folder, 'gateway.key'), '1'.repeat(64))
  await chmod(path.join(folder, 'gateway.key'), 0o644)
  vi.stubEnv('DATA_DIR', folder)
  await expectFault('files', 'others on this machine can read it')
  await rm(folder, { recursive: true })
})
