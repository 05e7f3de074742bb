import pg, { type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg'
import { noteFailure } from './outage'
import { pool } from './pool'
import { queryShared } from './shared-connection'
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
  /** Waits for no lock that anybody holds for longer than a statement: outside a transaction it may share a connection. */
  readonly quick?: boolean
}

/** One open transaction. Every store function that writes takes it first, so that nothing can be written beside it. */
export interface Tx {
  /** Statements that are asked for at once are sent in one go, and done in that order. */
  rows<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>
}

/** A transaction whose last statements are sent together with its end. */
export interface EndingTx extends Tx {
  /** Sends a statement whose answer nobody needs: what it refuses, the whole transaction fails with when it ends. */
  write(statement: Statement, values: readonly unknown[]): void
}

const MOST_TRIES = 4
const RETRYABLE = new Set(['40001', '40P01'])

/** Runs `work` in one transaction; after a serialization failure or deadlock again, at most three times. */
export async function inTransaction<T>(work: (tx: EndingTx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(work)
    } catch (cause) {
      if (tries >= MOST_TRIES || !RETRYABLE.has(sqlState(cause) ?? '')) throw cause
    }
  }
}

async function once<T>(work: (tx: EndingTx) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    const sent = [send(client, 'BEGIN')]
    const result = await work({
      rows: (statement, values) => query(client, statement, values),
      write: (statement, values) => void sent.push(send(client, configOf(statement, values))),
    })
    const ending = send(client, 'COMMIT')
    await Promise.all(sent)
    // PostgreSQL answers the COMMIT of a transaction that failed with a ROLLBACK, and without an error.
    const { command } = await ending
    if (command !== 'COMMIT') throw new Error('a transaction that had failed was to be committed')
    return result
  } catch (cause) {
    noteFailure(cause)
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw cause
  } finally {
    client.release(broken)
  }
}

/** A statement whose answer is looked at later, or never, when an earlier one has failed. */
function send(client: PoolClient, statement: string | QueryConfig): Promise<QueryResult> {
  const answer = client.query(typeof statement === 'string' ? { text: statement } : statement)
  answer.catch(() => undefined)
  return answer
}

async function query<Row extends QueryResultRow>(
  client: PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return (await client.query<Row>(configOf(statement, values))).rows
}

/** A single statement outside any transaction: atomic by itself. */
export async function rows<Row extends QueryResultRow>(
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const config = configOf(statement, values)
  return statement.quick ? queryShared<Row>(config) : (await pool().query<Row>(config)).rows
}

const configOf = ({ name, text }: Statement, values: readonly unknown[]): QueryConfig => ({
  name,
  text,
  values: [...values],
  types,
})
