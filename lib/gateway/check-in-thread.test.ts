import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { testPerson } from '@/lib/opencharge/test-people'
import { checksInThread } from './check-in-thread'
import type { SignatureChecks } from './signature-checks'

vi.stubEnv('LOG_LEVEL', 'silent')

const { signer, key } = testPerson('merchant')
const check = (message: string) => ({ message, signature: signer.sign('signed'), key })
let folder: string
let checks: SignatureChecks | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-thread-'))
})

afterEach(async () => {
  await checks?.close()
  rmSync(folder, { recursive: true })
})

/** A thread that does `onBatch` with each batch of checks. */
function start(onBatch: string): SignatureChecks {
  const program = path.join(folder, 'thread.mjs')
  writeFileSync(
    program,
    `import { parentPort } from 'node:worker_threads'\nparentPort.on('message', (batch) => { ${onBatch} })`,
  )
  checks = checksInThread(program, nobleCrypto)
  return checks
}

test('each who asks gets the answer to his own question, however many ask at once', async () => {
  const { holds } = start(`parentPort.postMessage(batch.map(({ message }) => message.startsWith('yes')))`)
  const ask = async () => Promise.all(['yes 1', 'no 1', 'yes 2', 'no 2'].map((message) => holds(check(message))))
  expect(await Promise.all([ask(), ask()])).toEqual([
    [true, false, true, false],
    [true, false, true, false],
  ])
  expect(await ask()).toEqual([true, false, true, false])
})

test('what is asked in one turn goes as one message, with the text of the key', async () => {
  const { holds } = start(
    `parentPort.postMessage(batch.map((one) => batch.length === 3 && one.keyHex === '${key.hex}'))`,
  )
  expect(await Promise.all([1, 2, 3].map(() => holds(check('signed'))))).toEqual([true, true, true])
})

test('an answer that is not there is no', async () => {
  const { holds } = start('parentPort.postMessage([])')
  expect(await holds(check('signed'))).toBe(false)
})

test.each([
  ['that ends', 'process.exit(0)'],
  ['that fails', 'throw new Error("broken")'],
])('a thread %s is done without: what was asked and what is asked later is checked in place', async (_, onBatch) => {
  const { holds } = start(onBatch)
  expect(await Promise.all([holds(check('signed')), holds(check('another'))])).toEqual([true, false])
  expect(await holds(check('signed'))).toBe(true)
  expect(await holds(check('another'))).toBe(false)
})

test('a thread that is closed with questions open answers them too', async () => {
  const opened = start('')
  const asked = opened.holds(check('signed'))
  await new Promise(setImmediate)
  await opened.close()
  expect(await asked).toBe(true)
})
