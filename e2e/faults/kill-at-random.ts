import { setTimeout as pause } from 'node:timers/promises'
import { launchGateway, startGateway } from '../http/testing/gateway-process'
import { waitUntil } from '../http/testing/wait-until'
import { type FaultWorld, killGateway } from './fault-world'
import type { Turmoil } from './turmoil'

const MOST_WAIT_MS = 120_000
const LONGEST_PAUSE_MS = 800
const LONGEST_BOOT_MS = 3_000
const DIES_IN_BOOT = 0.15

/** Kills the gateway again and again, after some payments more, and sometimes while it starts. */
export async function killAtRandom(world: FaultWorld, turmoil: Turmoil, random: () => number): Promise<void> {
  const { plan, pressed } = turmoil
  while (turmoil.kills < plan.kills && !turmoil.isAborted) {
    // Twice the mean at most, so that the last kill comes about when the last payment does.
    const until = pressed.size + random() * 2 * ((plan.payments - pressed.size) / (plan.kills - turmoil.kills))
    await waitUntil('people paid', () => turmoil.isAborted || pressed.size >= until, MOST_WAIT_MS)
    // Not a wait for anything: the moment itself is what is tried out.
    await pause(random() * LONGEST_PAUSE_MS)
    await killGateway(world)
    turmoil.kills += 1
    if (turmoil.kills < plan.kills && random() < DIES_IN_BOOT) {
      world.gateway = launchGateway({ GATEWAY_MODE: 'development', ...world.settings })
      await pause(random() * LONGEST_BOOT_MS)
      await killGateway(world)
      turmoil.kills += 1
    }
    world.gateway = await startGateway(world.settings)
  }
}
