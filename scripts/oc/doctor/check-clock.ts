import { rows } from '@/lib/db/transaction'
import { fault, fine } from '../finding'
import type { Check } from './patient'

const NAME = 'clock'
const MOST_SECONDS_APART = 5

/** Sessions end by the database's clock, signatures by ours. Others refuse us at 300 seconds. */
export const checkClock: Check = {
  name: NAME,
  needs: ['databaseUrl'],
  look: async () => {
    const before = Date.now()
    const [row] = await rows<{ ms: number }>(
      { name: '', text: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms' },
      [],
    )
    const ours = (before + Date.now()) / 2
    const apartSeconds = Math.abs((row?.ms ?? 0) - ours) / 1000
    const says = `${apartSeconds.toFixed(1)} s apart from the database's`
    if (apartSeconds <= MOST_SECONDS_APART) return [fine(NAME, says)]
    return [fault(NAME, says, 'Let both machines take the time from NTP.')]
  },
}
