import { describe, expect, test, vi } from 'vitest'
import { pool } from './pool'
import { violatedConstraint } from './sql-error'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'
import { inTransaction, rows, type Tx } from './transaction'

useTestDatabase()

const insert = (tx: Tx, nonce: string) =>
  tx.rows({ name: '', text: 'INSERT INTO nonces (ocid, nonce, expires_at) VALUES (1, $1, now())' }, [nonce])
const kept = (nonce: string) => countOf('nonces', `nonce = '${nonce}'`)
const failure = (code: string) => Object.assign(new Error(code), { code })

test('what is written together is there together, and others see it only at the end', async () => {
  await inTransaction(async (tx) => {
    await insert(tx, 'a')
    expect(await kept('a')).toBe(0)
    await insert(tx, 'b')
  })
  expect([await kept('a'), await kept('b')]).toEqual([1, 1])
})

test('when the work fails nothing of it stays, and the connection is as good as new', async () => {
  await expect(
    inTransaction(async (tx) => {
      await insert(tx, 'c')
      throw new Error('stop')
    }),
  ).rejects.toThrow('stop')
  expect(await kept('c')).toBe(0)
  expect(pool().totalCount - pool().idleCount).toBe(0)
})

describe('after a failure that may pass by itself', () => {
  test.each(['40001', '40P01'])('%s, the work is done again from the start, three times at most', async (code) => {
    const work = vi.fn(async (tx: Tx) => {
      await insert(tx, `retry ${code}`)
      if (work.mock.calls.length < 4) throw failure(code)
      return 'done'
    })
    expect(await inTransaction(work)).toBe('done')
    expect([work.mock.calls.length, await kept(`retry ${code}`)]).toEqual([4, 1])
  })

  test('and that does not, it is told', async () => {
    const work = vi.fn(() => Promise.reject(failure('40001')))
    await expect(inTransaction(work)).rejects.toMatchObject({ code: '40001' })
    expect(work).toHaveBeenCalledTimes(4)
  })

  test('such as two that wait for each other, both are done in the end', async () => {
    await sql("INSERT INTO nonces (ocid, nonce, expires_at) VALUES (2, 'left', now()), (2, 'right', now())")
    const touch = (tx: Tx, nonce: string) =>
      tx.rows(
        {
          name: '',
          text: "UPDATE nonces SET expires_at = expires_at + interval '1 hour' WHERE ocid = 2 AND nonce = $1",
        },
        [nonce],
      )
    let arrived = 0
    let meet = () => {}
    const bothIn = new Promise<void>((resolve) => {
      meet = resolve
    })
    const work = (first: string, second: string) => async (tx: Tx) => {
      await touch(tx, first)
      arrived += 1
      if (arrived >= 2) meet()
      await bothIn
      await touch(tx, second)
    }
    await Promise.all([inTransaction(work('left', 'right')), inTransaction(work('right', 'left'))])
    expect(await countOf('nonces', "ocid = 2 AND expires_at > now() + interval '110 minutes'")).toBe(2)
    expect(arrived).toBeGreaterThan(2)
  })
})

test('a failure that will not pass is told at once', async () => {
  const work = vi.fn(async (tx: Tx) => {
    await insert(tx, 'twice')
    await insert(tx, 'twice')
  })
  const refusal = await inTransaction(work).catch((cause: unknown) => cause)
  expect(violatedConstraint(refusal)).toBe('nonces_pkey')
  expect(work).toHaveBeenCalledOnce()
})

test('work that swallows a refusal of the database is not taken for done', async () => {
  const careless = inTransaction(async (tx) => {
    await insert(tx, 'lost')
    await insert(tx, 'lost').catch(() => undefined)
    return 'done'
  })
  await expect(careless).rejects.toThrow(/had failed/)
  expect(await kept('lost')).toBe(0)
})

test('whole numbers of the database keep every digit', async () => {
  const [row] = await rows<{ most: bigint; small: number }>(
    { name: '', text: 'SELECT 9223372036854775807::int8 AS most, 7::int4 AS small' },
    [],
  )
  expect(row).toEqual({ most: 9223372036854775807n, small: 7 })
})
