import { countStuckSettlements } from '@/lib/settlement/settlement-log-store'
import { fault, fine } from '../finding'
import { momentText } from '../text-table'
import type { Check } from './patient'

const NAME = 'settlements'

/** Payers whose money is held, and for whom nothing happens any more by itself. */
export const checkSettlements: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  look: async () => {
    const { total, oldest } = await countStuckSettlements()
    if (total === 0) return [fine(NAME, 'none needs an operator')]
    const says = `${total} ${total === 1 ? 'needs' : 'need'} an operator, the oldest begun ${momentText(oldest)}: the payer's money is held`
    const mend =
      '"npm run oc -- settlements list --state NEEDS_OPERATOR" shows them; talk to the provider, then "settlements retry" or "settlements give-up".'
    return [fault(NAME, says, mend)]
  },
}
