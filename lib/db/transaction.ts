import pg, { type PoolClient, type QueryResultRow } from 'pg'
import { pool } from './pool'
import { sqlState } from './sql-error'

// int8 columns hold money and ids: as bigint they cannot lose a digit. Per statement, because the job worker shares the pool and wants text.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? (value: string) => BigInt(value) : pg.types.getTypeParser(oid, format as 'text'),
}

/** A statement with its values. A name makes PostgreSQL parse and plan it once per connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** One open transaction. Every store function that writes takes it first, so that nothing can be written beside it. */
export interface Tx {
  rows<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>
}

const MOST_TRIES = 4
const RETRYABLE = new Set(['40001', '40P01'])

/** Runs `work` in one transaction; after a serialization failure or deadlock again, at most three times. */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(work)
    } catch (cause) {
      if (tries >= MOST_TRIES || !RETRYABLE.has(sqlState(cause) ?? '')) throw cause
    }
  }
}

async function once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(over(client))
    // PostgreSQL answers the COMMIT of a transaction that failed with a ROLLBACK, and without an error.
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('a transaction that had failed was to be committed')
    return result
  } catch (cause) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw cause
  } finally {
    client.release(broken)
  }
}

/** A single statement outside any transaction: atomic by itself. */
export async function rows<Row extends QueryResultRow>(
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await pool().query<Row>({ ...statement, values: [...values], types })).rows
}

function over(client: PoolClient): Tx {
  return {
    async rows<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]) {
      return (await client.query<Row>({ ...statement, values: [...values], types })).rows
    },
  }
}
