import { sellerWithOcid } from '@/devnet/shop/catalogue'
import type { FaultWorld } from './fault-world'
import type { FaultCounts } from './misbehave'
import { type OurPayment, readPayments, readSteps } from './our-books'
import type { Turmoil } from './turmoil'

type Row = readonly [name: string, count: string]

interface Ended {
  readonly world: FaultWorld
  readonly turmoil: Turmoil
  readonly faults: FaultCounts
  readonly startedAtMs: number
  readonly calmedAtMs: number
}

/** What a run was made of. */
export async function countEverything({ world, turmoil, faults, startedAtMs, calmedAtMs }: Ended): Promise<Row[]> {
  const [payments, steps] = [await readPayments(world), await readSteps(world)]
  const pressed = payments.filter(({ path }) => turmoil.pressed.has(path))
  const asked = steps.filter(({ attemptCount }) => attemptCount > 1)
  const settlements = new Map(steps.map(({ settlementId, state }) => [settlementId, state]))
  const logged = countLogged(world)
  return [
    row('payments on which Pay was pressed', pressed.length),
    ...tally(pressed, describePayment),
    row('pages that nobody paid on', payments.length - pressed.length),
    ...tally(
      payments.filter(({ path }) => !turmoil.pressed.has(path)),
      ({ status }) => status,
    ),
    row('presses on Pay without an answer', turmoil.interrupted),
    row('payers told that it is being confirmed', turmoil.confirming.size),
    row('kills', turmoil.kills),
    row('settlements through others', settlements.size),
    ...tally([...settlements.values()], (state) => state),
    row(
      'calls of steps',
      [...logged.values()].reduce((sum, count) => sum + count, 0),
    ),
    ...[...logged].sort().map(([outcome, count]) => row(`  ${outcome}`, count)),
    row('steps asked for again', asked.length),
    ...tally(asked, ({ stepState }) => stepState),
    row('faults set', sum(faults, 'set')),
    row('faults fired', sum(faults, 'fired')),
    ...[...faults].map(([mode, { set, fired }]): Row => [`  ${mode}`, `${set} set, ${fired} fired`]),
    ['seconds', seconds(startedAtMs)],
    ['  to settle down', seconds(calmedAtMs)],
  ]
}

const row = (name: string, count: number): Row => [name, String(count)]
const seconds = (sinceMs: number) => ((Date.now() - sinceMs) / 1000).toFixed(0)
const describePayment = ({ status, merchantOcid }: OurPayment) => `${sellerWithOcid(merchantOcid)?.route} ${status}`
const sum = (faults: FaultCounts, what: 'set' | 'fired') =>
  [...faults.values()].reduce((total, count) => total + count[what], 0)

function tally<T>(list: readonly T[], nameOf: (entry: T) => string): Row[] {
  const counts = new Map<string, number>()
  for (const entry of list) counts.set(nameOf(entry), (counts.get(nameOf(entry)) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([name, count]) => row(`  ${name}`, count))
}

/** The outcomes of calls that the gateways lived to log. */
function countLogged({ printed, gateway }: FaultWorld): Map<string, number> {
  const outcomes = new Map<string, number>()
  for (const [, outcome = ''] of [...printed, gateway.output()]
    .join('\n')
    .matchAll(/"outcome":"(\w+)"[^\n]*"settlement step"/g)) {
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  return outcomes
}
