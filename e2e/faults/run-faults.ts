import { seededRandom } from '../http/testing/seeded-random'
import { compareBooks } from './compare-books'
import { countEverything } from './count-everything'
import { closeFaultWorld, type FaultWorld, openFaultWorld } from './fault-world'
import { goShopping } from './go-shopping'
import { killAtRandom } from './kill-at-random'
import { endFaults, type FaultCounts, misbehave, newFaultCounts } from './misbehave'
import { openPayers, type Payer } from './payer'
import { settleDown } from './settle-down'
import { type FaultsPlan, newTurmoil, type Turmoil } from './turmoil'

export interface FaultsOutcome {
  /** What should not be; none when the books of all agree. */
  readonly wrong: readonly string[]
  /** Rows of a name and a count. */
  readonly counts: readonly (readonly [name: string, count: string])[]
  /** Where the data of a run that went wrong can be looked at, with the gateway's log. */
  readonly leftIn: string | null
}

/** Random payments while peers misbehave at random and the gateway is killed at random; then the books are compared. */
export async function runFaults(plan: FaultsPlan): Promise<FaultsOutcome> {
  const startedAtMs = Date.now()
  const world = await openFaultWorld()
  const [turmoil, faults] = [newTurmoil(plan), newFaultCounts()]
  let wrong: readonly string[] = ['the run ended before its time']
  try {
    const payers = await openPayers(world, plan.payers)
    await rage(world, turmoil, payers, faults)
    const calmedAtMs = Date.now()
    wrong = await calm(world, turmoil, payers, faults)
    const counts = await countEverything({ world, turmoil, faults, startedAtMs, calmedAtMs })
    return { wrong, counts, leftIn: wrong.length > 0 ? world.data.path : null }
  } finally {
    await closeFaultWorld(world, wrong.length > 0)
  }
}

/** All at once, until enough was paid and killed. */
async function rage(world: FaultWorld, turmoil: Turmoil, payers: readonly Payer[], faults: FaultCounts): Promise<void> {
  const { seed } = turmoil.plan
  const shopping = payers.map((payer, who) =>
    goShopping({ world, turmoil, payer, who, random: seededRandom(seed + 100 + who) }),
  )
  const others = [
    misbehave(world, turmoil, faults, seededRandom(seed + 1)),
    killAtRandom(world, turmoil, seededRandom(seed)),
  ]
  const all = [...shopping, ...others].map((task) =>
    task.catch((cause: unknown) => {
      turmoil.isAborted = true
      throw cause
    }),
  )
  await Promise.allSettled(all)
  await Promise.all(all)
}

async function calm(
  world: FaultWorld,
  turmoil: Turmoil,
  payers: readonly Payer[],
  faults: FaultCounts,
): Promise<readonly string[]> {
  await endFaults(world, faults)
  try {
    await settleDown(world, turmoil, payers)
    return await compareBooks(world, turmoil, payers)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return [reason, ...(await compareBooks(world, turmoil, payers))]
  }
}
