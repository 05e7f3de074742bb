import pg from 'pg'

/** The gateway's database, looked at from outside. */
export interface Database {
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** How many rows the tables have that a refusal must leave alone. */
  written(): Promise<Record<string, number>>
  /** One connection, to hold locks with. */
  session(): Promise<pg.PoolClient>
  close(): Promise<void>
}

const TABLES = [
  'payments',
  'checkout_sessions',
  'deliveries',
  'transfers',
  'proofs',
  'ledger_accounts',
  'partner_transfers',
  'incoming_payments',
  'received_proofs',
  'person_transfers',
  'money_requests',
]

export function openDatabase(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // The server may be stopped under a connection that rests here.
  pool.on('error', () => undefined)
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await pool.query<Row>(text, [...values])).rows
  return {
    rows,
    written: async () => {
      const counts = TABLES.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
      const [found] = await rows<Record<string, number>>(`SELECT ${counts.join(', ')}`)
      return found ?? {}
    },
    session: async () => {
      const client = await pool.connect()
      client.on('error', () => undefined)
      return client
    },
    close: () => pool.end(),
  }
}
