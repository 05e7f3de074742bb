import { sqlState } from '@/lib/db/sql-error'
import { checkLedger, ledgerRules } from '@/lib/ledger/check-ledger'
import { fault, fine, skipped } from '../finding'
import type { Check } from './patient'

const NAME = 'ledger'
// Within the doctor's own deadline: what he does not wait for shall not go on in the database.
const MOST_MS = 20_000
const STOPPED = '57014'
const late = skipped(NAME, 'takes longer than this command waits: "npm run oc -- ledger check" takes its time')

export const checkBooksHold: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  whenLate: late,
  look: async () => {
    const faults = await checkLedger(MOST_MS).catch((cause: unknown) => {
      if (sqlState(cause) === STOPPED) return undefined
      throw cause
    })
    if (!faults) return [late]
    if (faults.length === 0) return [fine(NAME, `all ${ledgerRules.length} rules hold`)]
    return faults.map(({ rule, examples }) =>
      fault(
        NAME,
        `broken: ${rule} (${examples[0]})`,
        '"npm run oc -- ledger check" shows more. Stop the gateway and keep a copy of the database.',
      ),
    )
  },
}
