import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive, withFileLock } from './file-lock'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-lock-'))
  file = path.join(folder, 'lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** No process has this number. */
const gone = 999_999_999

function leaveLock(content: string, ageSeconds: number): void {
  writeFileSync(file, content)
  const then = Date.now() / 1000 - ageSeconds
  utimesSync(file, then, then)
}

test('only one works at a time, and each gets its turn', async () => {
  let [inside, most, done] = [0, 0, 0]
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    for (let n = 0; n < 20; n++) await turn()
    inside -= 1
    done += 1
  }
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(file, work)))
  expect({ most, done, left: existsSync(file) }).toEqual({ most: 1, done: 5, left: false })
})

test('the lock names its holder, gives back what the work gave, and is gone when the work fails', async () => {
  expect(await withFileLock(file, async () => readFileSync(file, 'utf8'))).toBe(String(process.pid))
  await expect(withFileLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['of a process that is gone', String(gone), 0],
  ['that a process died over before it wrote its number', '', 2],
  ['with nonsense in it', 'abc', 0],
  ['held longer than any work takes', String(process.pid), 61],
])('a lock %s is taken over', async (_, content, ageSeconds) => {
  leaveLock(content, ageSeconds)
  expect(await withFileLock(file, async () => 'done')).toBe('done')
})

test('a lock of a living process is waited for', async () => {
  leaveLock(String(process.pid), 0)
  const waiting = withFileLock(file, async () => existsSync(path.join(folder, 'released')))
  writeFileSync(path.join(folder, 'released'), '')
  rmSync(file)
  expect(await waiting).toBe(true)
})

test.each([
  [process.pid, true],
  [1, true],
  [gone, false],
  [0, false],
  [-1, false],
  [Number.NaN, false],
  [1.5, false],
])('process %s is alive: %s', (pid, alive) => expect(isAlive(pid)).toBe(alive))
