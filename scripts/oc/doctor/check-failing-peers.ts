import { displayText } from '@/lib/opencharge/display-text'
import { type FailingPeer, listFailingPeers } from '@/lib/providers/peer-health-store'
import { countWaitingByPeer } from '@/lib/settlement/settlement-log-store'
import { countText } from '../count-text'
import { type Finding, fault, fine, note } from '../finding'
import { momentText } from '../text-table'
import type { Check } from './patient'

const NAME = 'peers'
const LONG_MS = 3_600_000
const MOST_FAILURE_CHARACTERS = 200

/** Partners that did not answer for over an hour. One for which nothing waits may be well again: nobody has asked it since. */
export const checkFailingPeers: Check = {
  name: NAME,
  needs: ['databaseUrl', 'isMigrated'],
  look: async () => {
    const failing = await listFailingPeers(null)
    const waiting = await countWaitingByPeer()
    const long = failing.filter(({ failingSince }) => Date.now() - failingSince.getTime() > LONG_MS)
    if (long.length === 0) return [fine(NAME, 'none is failing for over an hour')]
    return long.map((peer) => judge(peer, waiting.get(peer.ocid) ?? 0))
  },
}

function judge({ ocid, failingSince, lastFailure }: FailingPeer, waitingCount: number): Finding {
  const why = displayText(lastFailure, MOST_FAILURE_CHARACTERS)
  const says = `OCID ${ocid} is failing since ${momentText(failingSince)} (${why})`
  if (waitingCount === 0) return note(NAME, says)
  const waits = `${countText(waitingCount, 'settlement')} ${waitingCount === 1 ? 'waits' : 'wait'} for it`
  return fault(NAME, `${says}, and ${waits}`, 'Talk to whoever runs it. Each is tried again by itself for three days.')
}
