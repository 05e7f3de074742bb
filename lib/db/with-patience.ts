import pg from 'pg'
import { databaseUrl } from './pool'

type Ask = <Row extends pg.QueryResultRow>(text: string) => Promise<Row[]>

/**
 * For reading whole tables, which takes as long as they are large: a connection of its own without the time limits of the
 * pool, which are for requests.
 */
export async function withPatience<T>(read: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl(), keepAlive: true, connectionTimeoutMillis: 5_000 })
  // A connection that breaks is heard of through the statement that was under way.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await read(async (text) => (await client.query(text)).rows)
  } finally {
    await client.end()
  }
}
