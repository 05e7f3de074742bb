import { beforeEach, describe, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { confirmCode } from './confirm-code'
import { digestToken } from './session-token'
import { hashCode, newFlowId } from './sign-in-code'
import { findFlowEmail, saveCode } from './sign-in-code-store'
import { endSession, forgetOldSignIns } from './user-store'

useTestDatabase()

const secret = 'a secret of this test'
const code = '12345678'
const wrong = '87654321'

let flow: string
let email: string

beforeEach(async () => {
  email = `${crypto.randomUUID()}@people.example`
  flow = await startFlow(email)
})

async function startFlow(address: string): Promise<string> {
  const id = newFlowId()
  await saveCode({ flowId: id, email: address, codeHash: hashCode(id, code, secret), isKnownBrowser: false })
  return id
}

const confirm = async (typed: unknown = code, inFlow: unknown = flow) => {
  const confirmed = await confirmCode(inFlow, typed, secret)
  return confirmed.ok ? 'signed in' : confirmed.error
}
const times = <T>(count: number, run: () => Promise<T>) => Promise.all(Array.from({ length: count }, run))

test('the code that was mailed signs in, as typed with spaces, and makes the user', async () => {
  expect(await confirm(' 1234 5678 ')).toBe('signed in')
  expect(await sql(`SELECT email_verified IS NOT NULL AS verified FROM users WHERE email = '${email}'`)).toEqual([
    { verified: true },
  ])
})

test('who signs in again is the same user, in a session beside the first', async () => {
  await confirm()
  expect(await confirm(code, await startFlow(email))).toBe('signed in')
  expect(await countOf('users', `email = '${email}'`)).toBe(1)
  expect(await countOf('sessions', `user_id = (SELECT id FROM users WHERE email = '${email}')`)).toBe(2)
})

test('the table of sessions holds a digest, never the token that is in the browser', async () => {
  const token = await confirmCode(flow, code, secret)
  if (!token.ok) throw new Error(token.error)
  const [session] =
    await sql(`SELECT s::text AS all, s.session_token AS stored, s.expires > now() + interval '29 days' AS lasts
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '${email}'`)
  expect(session).toMatchObject({ stored: digestToken(token.value), lasts: true })
  expect(session?.all).not.toContain(token.value)
  await endSession(token.value)
  expect(await countOf('sessions', `session_token = '${digestToken(token.value)}'`)).toBe(0)
})

describe('a code works once', () => {
  test('one time after the other', async () => {
    expect([await confirm(), await confirm()]).toEqual(['signed in', 'CODE_EXPIRED'])
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('when it is confirmed four times at once (%i)', async () => {
    const outcomes = await times(4, () => confirm())
    expect(outcomes.filter((outcome) => outcome === 'signed in')).toHaveLength(1)
    expect(await countOf('sessions', `user_id = (SELECT id FROM users WHERE email = '${email}')`)).toBe(1)
  })
})

describe('a code is guessed at five times at most', () => {
  test('one time after the other: the fifth guess may be right, the sixth never', async () => {
    for (const _ of [1, 2, 3, 4]) expect(await confirm(wrong)).toBe('WRONG_CODE')
    const other = await startFlow(email)
    for (const _ of [1, 2, 3, 4, 5]) expect(await confirm(wrong, other)).toBe('WRONG_CODE')
    expect([await confirm(), await confirm(code, other)]).toEqual(['signed in', 'CODE_EXPIRED'])
  })

  test('also when thirty guesses come at once', async () => {
    const outcomes = await times(30, () => confirm(wrong))
    expect(outcomes.filter((outcome) => outcome === 'WRONG_CODE')).toHaveLength(5)
    expect(await confirm()).toBe('CODE_EXPIRED')
  })

  test('and what is no code at all is not a guess', async () => {
    for (const typed of ['', 'letters', '1234567', '123456789', null, 12345678, ['12345678']]) {
      expect(await confirm(typed)).toBe('WRONG_CODE')
    }
    expect(await confirm()).toBe('signed in')
  })
})

describe('a code is good for ten minutes', () => {
  test('from the moment that it was made', async () => {
    const [row] = await sql(
      `SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM sign_in_codes WHERE flow_id = '${flow}'`,
    )
    expect(row?.seconds).toBe(600)
  })

  test('and for nothing after', async () => {
    await sql(`UPDATE sign_in_codes SET expires_at = now() - interval '1 second' WHERE flow_id = '${flow}'`)
    expect([await confirm(), await findFlowEmail(flow)]).toEqual(['CODE_EXPIRED', undefined])
  })
})

describe('a code belongs to its flow', () => {
  test.each([
    ['an unknown flow', 'none'],
    ['an empty flow', ''],
    ['no flow', null],
    ['a list', ['a']],
  ])('%s', async (_, other) => {
    expect(await confirm(code, other)).toBe('CODE_EXPIRED')
  })

  test("and signs nobody in through another person's flow, nor uses up the tries there", async () => {
    const theirs = newFlowId()
    const codeHash = hashCode(theirs, wrong, secret)
    await saveCode({ flowId: theirs, email: 'ben@people.example', codeHash, isKnownBrowser: false })
    expect(await confirm(code, theirs)).toBe('WRONG_CODE')
    expect(await confirm(wrong, theirs)).toBe('signed in')
    expect(await confirm()).toBe('signed in')
  })

  test('and to the secret of this gateway', async () => {
    expect(await confirmCode(flow, code, 'another secret')).toEqual({ ok: false, error: 'WRONG_CODE' })
  })
})

test('codes and sessions that are long over are dropped, others stay', async () => {
  await confirm()
  const [old, current] = [await startFlow(email), await startFlow(email)]
  await sql(`UPDATE sign_in_codes SET created_at = now() - interval '25 hours' WHERE flow_id = '${old}'`)
  const mine = `user_id = (SELECT id FROM users WHERE email = '${email}')`
  await forgetOldSignIns()
  expect([await countOf('sessions', mine), await findFlowEmail(old), await findFlowEmail(current)]).toEqual([
    1,
    undefined,
    email,
  ])
  await sql(`UPDATE sessions SET expires = now() - interval '1 second' WHERE ${mine}`)
  await forgetOldSignIns()
  expect(await countOf('sessions', mine)).toBe(0)
})
