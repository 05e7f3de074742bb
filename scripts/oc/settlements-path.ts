import { findCheckout } from '@/lib/checkout/payment-store'
import { storedOrder } from '@/lib/checkout/stored-order'
import { displayText } from '@/lib/opencharge/display-text'
import { ok } from '@/lib/opencharge/result'
import { describePaths } from '@/lib/providers/choose-path'
import { readSettlementRequest } from '@/lib/providers/read-settlement-request'
import type { ConsideredPath } from '@/lib/settlement-path/find-path'
import type { PathRefusal } from '@/lib/settlement-path/strategy'
import { defineCommand, refuse } from './command'
import { type PartyNames, partyJson, partyText, pathText, readPartyNames } from './party-names'
import { textTable } from './text-table'

export const settlementsPath = defineCommand({
  syntax: 'path <session>',
  summary: 'show every way in which a checkout could be settled, and why it is this one or none',
  details:
    'As it would be decided at this moment: providers are asked who they are, reserves are as they are now. Changes nothing.',
  examples: ['settlements path sess_b3Qx…', 'settlements path sess_b3Qx… --json'],
  run: async (session, _, [sessionId = '']) => {
    const settings = session.settings()
    await session.database()
    const checkout = await findCheckout(sessionId)
    if (!checkout) return refuse(`There is no checkout session ${displayText(sessionId, 100)}.`)
    const us = await session.gateway(settings)
    const request = await readSettlementRequest(us, checkout, storedOrder(checkout.orderText))
    if (!request.ok) return refuse(blocked[request.error](checkout.callerOcid))
    const paths = await describePaths(us, request.value)
    const names = await readPartyNames(us, paths.flatMap(partiesOf))
    const json = { sessionId, paths: paths.map((path) => pathJson(path, names)) }
    const lines =
      paths.length > 0
        ? textTable(
            ['', 'STRATEGY', 'PATH FROM THE MERCHANT', 'VERDICT'],
            paths.map((path) => pathRow(path, names)),
          )
        : ['The order accepts nobody but us, and we cannot settle it.']
    return ok({ json, lines })
  },
})

const blocked = {
  MERCHANT_UNREACHABLE: (ocid: number) =>
    `The gateway that made this checkout (OCID ${ocid}) cannot be looked up, so that no way is considered.`,
  SETTLEMENT_NOT_SUPPORTED: (ocid: number) =>
    `The merchant, or the gateway that made this checkout (OCID ${ocid}), is blocked: "partner list" shows it.`,
}

const verdicts: Record<PathRefusal, string> = {
  NOT_ACCEPTED_BY_ORDER: 'the order does not accept it',
  DOES_NOT_ACCEPT_US: 'does not take our proofs',
  HAS_NO_ACCOUNT_WITH_US: 'keeps no account with us',
  WE_HOLD_NO_RESERVE_THERE: 'we hold no reserve there, nor where it would take proofs from',
  RESERVE_TOO_LOW: 'our reserve there is too low for this amount',
  METADATA_UNAVAILABLE: 'its metadata cannot be read',
  BLOCKED: 'is on our block list',
  REFUSED_BEFORE: 'has refused this payment before',
  OWES_PROOFS: 'has not proved yet that it passed on what it was given for earlier payments',
  CURRENCY_NOT_SUPPORTED: 'does not settle in this currency',
}

function verdictOf({ refusal, at, isChosen }: ConsideredPath, names: PartyNames): string {
  if (refusal === null) return isChosen ? 'taken' : 'usable, another is better'
  return at === null ? verdicts[refusal] : `${verdicts[refusal]}, at ${partyText(at, names)}`
}

const partiesOf = ({ providers, at }: ConsideredPath): number[] => (at === null ? [...providers] : [...providers, at])

const pathRow = (path: ConsideredPath, names: PartyNames): string[] => [
  path.isChosen ? '→' : '',
  path.strategy,
  pathText(path.providers, names),
  verdictOf(path, names),
]

const pathJson = (path: ConsideredPath, names: PartyNames) => ({
  ...path,
  providers: path.providers.map((ocid) => partyJson(ocid, names)),
  verdict: verdictOf(path, names),
})
