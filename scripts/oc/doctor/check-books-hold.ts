import { checkLedger, ledgerRules } from '@/lib/ledger/check-ledger'
import { fault, fine, skipped } from '../finding'
import type { Check } from './patient'

const NAME = 'ledger'

export const checkBooksHold: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  whenLate: skipped(NAME, 'takes longer than this command waits: "npm run oc -- ledger check" takes its time'),
  look: async () => {
    const faults = await checkLedger()
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
