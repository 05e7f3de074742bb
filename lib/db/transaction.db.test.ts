import { describe, expect, test, vi } from 'vitest'
import { pool } from './pool'
import { violatedConstraint } from './sql-error'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'
import { type EndingTx, inTransaction, rows, type Tx } from './transaction'

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

describe('statements that are sent together with the end', () => {
  const write = (nonce: string) => async (tx: EndingTx) => {
    tx.write(INSERT, [`${nonce} 1`])
    tx.write(INSERT, [nonce])
  }
  const INSERT = { name: '', text: 'INSERT INTO nonces (ocid, nonce, expires_at) VALUES (1, $1, now())' }

  test('are done with it', async () => {
    await inTransaction(write('sent'))
    expect([await kept('sent 1'), await kept('sent')]).toEqual([1, 1])
  })

  test('undo all of it when one of them is refused, and that refusal is told', async () => {
    await inTransaction((tx) => insert(tx, 'there'))
    const refusal = await inTransaction(write('there')).catch((cause: unknown) => cause)
    expect(violatedConstraint(refusal)).toBe('nonces_pkey')
    expect(await kept('there 1')).toBe(0)
    expect(pool().totalCount - pool().idleCount).toBe(0)
  })

  test('are undone when the work fails after them', async () => {
    const work = async (tx: EndingTx) => {
      await write('undone')(tx)
      throw new Error('stop')
    }
    await expect(inTransaction(work)).rejects.toThrow('stop')
    expect(await kept('undone')).toBe(0)
  })
})

describe('quick statements', () => {
  const ECHO = { name: 'echo', text: 'SELECT $1::int AS value, pg_backend_pid() AS pid', quick: true }

  test('share connections, and each gets its own answer', async () => {
    const found = await Promise.all(
      Array.from({ length: 100 }, (_, value) => rows<{ value: number; pid: number }>(ECHO, [value])),
    )
    expect(found.map(([row]) => row?.value)).toEqual(Array.from({ length: 100 }, (_, value) => value))
    expect(new Set(found.map(([row]) => row?.pid)).size).toBeLessThan(20)
    expect(pool().totalCount - pool().idleCount).toBe(0)
  })

  test('one that is refused does not keep the others from their answers', async () => {
    const refused = rows({ name: '', text: 'SELECT 1 / $1::int', quick: true }, [0])
    const answered = Promise.all([rows(ECHO, [1]), rows(ECHO, [2])])
    await expect(refused).rejects.toMatchObject({ code: '22012' })
    expect((await answered).flat()).toMatchObject([{ value: 1 }, { value: 2 }])
  })

  test('a connection that breaks under them is not used again', async () => {
    const broken = rows({ name: '', text: 'SELECT pg_terminate_backend(pg_backend_pid())', quick: true }, [])
    await expect(broken).rejects.toThrow()
    expect(await rows(ECHO, [3])).toMatchObject([{ value: 3 }])
    expect(pool().totalCount - pool().idleCount).toBe(0)
  })
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
