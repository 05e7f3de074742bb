import type { Gateway } from '@/lib/gateway/gateway'
import { describePaths } from '@/lib/providers/choose-path'
import { readSettlementRequest } from '@/lib/providers/read-settlement-request'
import type { ConsideredPath } from '@/lib/settlement-path/find-path'
import type { ConsideredWay } from './checkout-view'
import { nameParties, nameParty } from './name-parties'
import { findCheckout } from './payment-store'
import { storedOrder } from './stored-order'

/**
 * Every way that this checkout could be paid, the one that is taken first, with the reasons of those that are not. Asks
 * many providers who they are: for somebody who wants to know, not for every page.
 */
export async function considerWays(us: Gateway, sessionId: string): Promise<readonly ConsideredWay[]> {
  const checkout = await findCheckout(sessionId)
  if (!checkout) return []
  const request = await readSettlementRequest(us, checkout, storedOrder(checkout.orderText))
  if (!request.ok) return []
  const ends = [us.ocid, checkout.merchantOcid]
  const lines = (await describePaths(us, request.value)).map((path) => lineOf(path, ends))
  return Promise.all(worthTelling(lines).map((line) => wayOf(us, line)))
}

interface Line {
  readonly between: readonly number[]
  readonly verdict: ConsideredWay['verdict']
  readonly failsAt: number | null
}

function lineOf({ strategy, providers, refusal, at, isChosen }: ConsideredPath, ends: readonly number[]): Line {
  const between = strategy === 'direct' ? [] : [...providers].reverse().filter((ocid) => !ends.includes(ocid))
  return { between, verdict: refusal ?? (isChosen ? 'taken' : 'possible'), failsAt: at }
}

/** A payer knows parties, not strategies: of the ways past the same ones, the best is told, or else why there is none. */
function worthTelling(lines: readonly Line[]): readonly Line[] {
  const of = (wanted: Line['verdict']) => lines.filter(({ verdict }) => verdict === wanted)
  const open = [...of('taken'), ...of('possible')]
  const closed = lines.filter((line) => !open.includes(line) && !isPast(open, line))
  // That somebody has no account with us says more than that we have no reserve there either.
  const telling = closed.filter(({ verdict }) => verdict !== 'WE_HOLD_NO_RESERVE_THERE')
  const reasons = closed.filter((line) => telling.includes(line) || !isPast(telling, line))
  return [...firstOfEach(open, partiesOf), ...firstOfEach(reasons, (line) => `${partiesOf(line)} ${line.verdict}`)]
}

const partiesOf = ({ between }: Line) => between.join(' ')
const isPast = (lines: readonly Line[], line: Line) => lines.some((other) => partiesOf(other) === partiesOf(line))

function firstOfEach(lines: readonly Line[], keyOf: (line: Line) => string): readonly Line[] {
  return lines.filter((line, index) => index === lines.findIndex((other) => keyOf(other) === keyOf(line)))
}

async function wayOf(us: Gateway, { between, verdict, failsAt }: Line): Promise<ConsideredWay> {
  const [parties, last] = await Promise.all([
    nameParties(us, between),
    failsAt === null ? null : nameParty(us, failsAt),
  ])
  return { parties, verdict, failsAt: last }
}
