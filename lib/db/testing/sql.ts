import type { PoolClient } from 'pg'
import { pool } from '@/lib/db/pool'

type Row = Record<string, unknown>

/** Runs the statements as one transaction, as somebody at a database prompt would. Gives the rows of the last; int8 comes as text. */
export async function sql(...statements: readonly string[]): Promise<Row[]> {
  return transact(statements, [])
}

/** The same with triggers and foreign keys off, as only a superuser can: for tests that break the books on purpose. */
export async function sqlWithoutGuards(...statements: readonly string[]): Promise<Row[]> {
  return transact(statements, ['SET LOCAL session_replication_role = replica'])
}

async function transact(statements: readonly string[], before: readonly string[]): Promise<Row[]> {
  const client = await pool().connect()
  try {
    return await run(client, ['BEGIN', ...before, ...statements])
  } catch (refusal) {
    await client.query('ROLLBACK')
    throw refusal
  } finally {
    client.release()
  }
}

async function run(client: PoolClient, statements: readonly string[]): Promise<Row[]> {
  let rows: Row[] = []
  for (const statement of statements) rows = (await client.query<Row>(statement)).rows
  await client.query('COMMIT')
  return rows
}

/** The number of rows of a table, or of those that a condition picks. */
export async function countOf(table: string, condition = 'true'): Promise<number> {
  const [row] = await sql(`SELECT count(*)::int AS total FROM ${table} WHERE ${condition}`)
  return Number(row?.total)
}
