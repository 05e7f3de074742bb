import { rows } from '@/lib/db/transaction'
import { fine, note } from '../finding'
import type { Check } from './patient'

const NAME = 'connections'
const MUCH = 0.8

const COUNT = {
  name: '',
  text: `SELECT (SELECT sum(numbackends)::int FROM pg_stat_database) AS used,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most`,
}

/** How much room the database has for more processes of the gateway. */
export const checkConnections: Check = {
  name: NAME,
  needs: ['databaseUrl'],
  look: async () => {
    const [row] = await rows<{ used: number; most: number }>(COUNT, [])
    const { used = 0, most = 0 } = row ?? {}
    const says = `${used} of ${most} that the database allows are in use`
    if (used < most * MUCH) return [fine(NAME, says)]
    const mend = 'Raise max_connections, or lower DATABASE_CONNECTIONS: each process takes up to two more than that.'
    return [note(NAME, says, mend)]
  },
}
