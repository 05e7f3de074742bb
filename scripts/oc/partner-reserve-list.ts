import { type AccountBalance, listAccounts } from '@/lib/ledger/balance-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { ok } from '@/lib/opencharge/result'
import { type FailingPeer, listFailingPeers } from '@/lib/providers/peer-health-store'
import { reserveState } from '@/lib/providers/reserve-state'
import { headroomMinor, listReserves, type Reserve } from '@/lib/providers/reserve-store'
import { defineCommand } from './command'
import { moneyJson, moneyText } from './money-text'
import { ocidValue } from './option-values'
import { momentText, textTable } from './text-table'

interface Options {
  readonly ocid?: number
}

const MOST_ACCOUNTS = 100_000

export const partnerReserveList = defineCommand<Options>({
  syntax: 'reserves',
  summary: 'show our money at partners, and theirs with us',
  details:
    'HEADROOM is what payments can still use: the balance less what is held for payments under way and less the threshold below which a reserve is not used.',
  examples: ['partner reserves', 'partner reserves --ocid 400 --json'],
  shape: (command) => command.option('--ocid <number>', 'only of this partner', ocidValue),
  run: async (session, { ocid }) => {
    const { CURRENCIES } = await session.database()
    const isWanted = (owner: number | bigint | null) => ocid === undefined || Number(owner) === ocid
    const ours = (await listReserves('LIVE', null)).filter((reserve) => isWanted(reserve.ocid))
    const failing = await listFailingPeers(ours.map((reserve) => reserve.ocid))
    const theirs = (await listAccounts({ kind: 'PARTNER_RESERVE' }, MOST_ACCOUNTS)).filter(
      (account) => account.mode === 'LIVE' && isWanted(account.ocid),
    )
    const parts = [ourLines(ours, failing, CURRENCIES), theirLines(theirs, CURRENCIES)].filter(
      (part) => part.length > 0,
    )
    const lines = parts.flatMap((part, index) => (index === 0 ? part : ['', ...part]))
    const json = {
      ours: ours.map((reserve) => ourJson(reserve, failing, CURRENCIES)),
      theirs: theirs.map((account) => theirJson(account, CURRENCIES)),
    }
    return ok({ json, lines: lines.length > 0 ? lines : ['There is no reserve yet: "partner add" writes one down.'] })
  },
})

const failureOf = ({ ocid }: Reserve, failing: readonly FailingPeer[]) => failing.find((peer) => peer.ocid === ocid)

function ourLines(ours: readonly Reserve[], failing: readonly FailingPeer[], currencies: CurrencyTable): string[] {
  const rows = ours.map((reserve) => {
    const money = (minor: bigint) => moneyText(minor, reserve.currency, currencies)
    const failure = failureOf(reserve, failing)
    return [
      String(reserve.ocid),
      money(reserve.balanceMinor),
      money(reserve.heldMinor),
      money(headroomMinor(reserve)),
      money(reserve.lowMinor),
      money(reserve.emptyMinor),
      reserveState(reserve),
      failure ? `failing since ${momentText(failure.failingSince)}` : 'well',
    ]
  })
  if (rows.length === 0) return []
  const header = ['OCID', 'BALANCE', 'HELD', 'HEADROOM', 'LOW BELOW', 'EMPTY BELOW', 'STATE', 'PARTNER']
  return ['Our reserves at partners', ...textTable(header, rows)]
}

function theirLines(theirs: readonly AccountBalance[], currencies: CurrencyTable): string[] {
  const rows = theirs.map(({ ocid, postedMinor, heldMinor, currency }) => [
    String(ocid),
    moneyText(postedMinor, currency, currencies),
    moneyText(heldMinor, currency, currencies),
  ])
  if (rows.length === 0) return []
  return ['Reserves of partners with us', ...textTable(['OCID', 'BALANCE', 'HELD'], rows)]
}

function ourJson(reserve: Reserve, failing: readonly FailingPeer[], currencies: CurrencyTable) {
  const money = (minor: bigint) => moneyJson(minor, reserve.currency, currencies)
  const failure = failureOf(reserve, failing)
  return {
    ocid: reserve.ocid,
    balance: money(reserve.balanceMinor),
    held: money(reserve.heldMinor),
    headroom: money(headroomMinor(reserve)),
    low: money(reserve.lowMinor),
    empty: money(reserve.emptyMinor),
    state: reserveState(reserve),
    failing: failure ? { since: failure.failingSince, lastFailure: failure.lastFailure } : null,
  }
}

const theirJson = ({ ocid, postedMinor, heldMinor, currency }: AccountBalance, currencies: CurrencyTable) => ({
  ocid: Number(ocid),
  balance: moneyJson(postedMinor, currency, currencies),
  held: moneyJson(heldMinor, currency, currencies),
})
