import pg from 'pg'
import { databaseUrl } from './pool'

type Ask = <Row extends pg.QueryResultRow>(text: string) => Promise<Row[]>

/**
 * For reading whole tables, which takes as long as they are large: a connection of its own without the time limits of the
 * pool, which are for requests. `mostMs`: how long one statement may take all the same.
 */
export async function withPatience<T>(read: (ask: Ask) => Promise<T>, mostMs = 0): Promise<T> {
  const limits = { connectionTimeoutMillis: 5_000, statement_timeout: mostMs }
  const client = new pg.Client({ connectionString: databaseUrl(), keepAlive: true, ...limits })
  // A connection that breaks is heard of through the statement that was under way.
  client.on('error', () => undefined)
  await client.connect()
  // Else the server reads on for somebody who has gone. It is not on every system.
  await client.query("SET client_connection_check_interval = '5s'").catch(() => undefined)
  try {
    return await read(async (text) => (await client.query(text)).rows)
  } finally {
    await client.end()
  }
}
