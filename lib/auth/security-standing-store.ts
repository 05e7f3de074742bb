import { rows, type Tx } from '@/lib/db/transaction'
import type { SignedInSession } from './current-user'
import { proofMinutes, type SecurityStanding } from './security-standing'

const fresh = (column: string) => `coalesce(${column} > now() - make_interval(mins => ${proofMinutes}), false)`
const READ = {
  name: 'security-standing',
  text: `SELECT ${fresh('s.proven_at')} AS "isProven", ${fresh('s.passkey_proven_at')} AS "isProvenByPasskey",
      EXISTS (SELECT 1 FROM confirmation_limits l WHERE l.user_id = s.user_id) AS "hasLimits"
    FROM sessions s WHERE s.id = $1 AND s.user_id = $2`,
}

const NOBODY: SecurityStanding = { isProven: false, isProvenByPasskey: false, hasLimits: true }

/** How the person stands in this browser. */
export async function readStanding({ sessionId, id }: SignedInSession, tx?: Tx): Promise<SecurityStanding> {
  const values = [sessionId, id]
  const [row] = await (tx ? tx.rows<StandingRow>(READ, values) : rows<StandingRow>(READ, values))
  return row ?? NOBODY
}

type StandingRow = SecurityStanding & Record<string, unknown>
