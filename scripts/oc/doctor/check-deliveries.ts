import { countDeliveryTroubles } from '@/lib/webhooks/delivery-store'
import { type Finding, fault, fine, note } from '../finding'
import type { Check } from './patient'

const NAME = 'deliveries'
const RECENT_DAYS = 7

/** What was parked or refused this week waits for a person; what is older was looked at by somebody. */
export const checkDeliveries: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  look: async () => {
    const { parkedLately, refusedLately, givenUp } = await countDeliveryTroubles(RECENT_DAYS)
    const findings: Finding[] = [
      ...(parkedLately > 0
        ? [troubled(parkedLately, 'PARKED', 'their receivers could not be reached for three days')]
        : []),
      ...(refusedLately > 0 ? [troubled(refusedLately, 'REFUSED', 'their receivers said no')] : []),
      ...(givenUp > 0 ? [note(NAME, `${givenUp} are parked or refused for more than ${RECENT_DAYS} days`)] : []),
    ]
    return findings.length > 0 ? findings : [fine(NAME, 'none is parked or refused')]
  },
}

const troubled = (count: number, status: string, why: string) =>
  fault(
    NAME,
    `${count} ${count === 1 ? 'is' : 'are'} ${status}: ${why}`,
    `"npm run oc -- deliveries list --status ${status}" shows them; talk to the receiver, then "deliveries resend <id>".`,
  )
