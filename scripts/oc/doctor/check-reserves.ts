import type { Env } from '@/lib/env/env'
import { reserveState } from '@/lib/providers/reserve-state'
import { headroomMinor, listReserves, type Reserve } from '@/lib/providers/reserve-store'
import { type Finding, fault, fine } from '../finding'
import { moneyText } from '../money-text'
import type { Check } from './patient'

const NAME = 'reserves'

/** Our money at partners: without it, merchants that accept only them cannot be paid. */
export const checkReserves: Check = {
  name: NAME,
  needs: ['settings', 'databaseUrl', 'isMigrated'],
  look: async ({ settings }) => {
    if (!settings) return []
    const reserves = await listReserves('LIVE', null)
    const findings = reserves.flatMap((reserve) => judge(reserve, settings))
    const says = reserves.length === 0 ? 'we hold none at partners' : 'none is low or empty'
    return findings.length > 0 ? findings : [fine(NAME, says)]
  },
}

function judge(reserve: Reserve, { CURRENCIES }: Env): Finding[] {
  const state = reserveState(reserve)
  if (state === 'ok') return []
  const { ocid, currency, balanceMinor, heldMinor } = reserve
  const left = moneyText(balanceMinor - heldMinor, currency, CURRENCIES)
  const usable = headroomMinor(reserve) > 0n ? '' : ', and no payment can use it any more'
  const mend = `Refill it there, then "npm run oc -- partner add --ocid ${ocid} --our-reserve ${currency}=<amount>"; "partner reserve-thresholds" sets when it is low.`
  return [fault(NAME, `our reserve at OCID ${ocid} is ${state}: ${left} that is not held${usable}`, mend)]
}
