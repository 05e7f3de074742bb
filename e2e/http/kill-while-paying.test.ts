import { expect, test } from 'vitest'
import { expectOnceOrNotAtAll } from './testing/books'
import { startGateway } from './testing/gateway-process'
import { useOwnWorld } from './testing/own-world'
import { personWith } from './testing/person'
import { seededRandom } from './testing/seeded-random'
import { type Shopping, shop } from './testing/shopper'
import type { Visitor } from './testing/visitor'
import { waitUntil } from './testing/wait-until'

const KILLS = Number(process.env.GATEWAY_KILLS || 4)
const MOST_KILLS = 5 * KILLS
const SEED = Number(process.env.GATEWAY_KILL_SEED || 20_261_120)
const START_CENTS = 100_000
const BOOT_AND_RUN_MS = 30_000

const world = useOwnWorld()

/** Lets the shoppers come to a payment, and then kills the gateway somewhere in the next ones. */
async function killSomewhere(shopping: Shopping, random: () => number): Promise<void> {
  const [paid, pressed] = [shopping.claimed.size, shopping.pressed]
  await waitUntil('somebody paid again', () => shopping.claimed.size > paid, BOOT_AND_RUN_MS)
  const presses = 1 + Math.floor(random() * 6)
  await waitUntil('people pressed Pay again', () => shopping.pressed >= pressed + presses, BOOT_AND_RUN_MS)
  // Not a wait for anything: the moment itself is what is tried out.
  await new Promise((resolve) => setTimeout(resolve, random() * 20))
  expect(await world.gateway.kill()).toEqual({ code: null, signal: 'SIGKILL' })
  world.gateway = await startGateway(world.settings)
}

async function balanceInCents(person: Visitor): Promise<number> {
  const [, whole = '', cents = ''] = /Balances?.*?\$([\d,]+)\.(\d\d)/.exec((await person.get('/wallet')).text) ?? []
  return Number(`${whole.replaceAll(',', '')}${cents}`)
}

test(
  `killed ${KILLS} times and more while four people pay: each payment happened once or not at all, and its webhook arrived`,
  async () => {
    const random = seededRandom(SEED)
    const people = await Promise.all(
      Array.from({ length: 4 }, () => personWith(world.url, (START_CENTS / 100).toFixed(2))),
    )
    const shopping: Shopping = { isOver: false, claimed: new Set(), pressed: 0, interrupted: 0 }
    const trips = people.map((person, index) => shop(world, person, shopping, seededRandom(SEED + index + 1)))
    try {
      // On a fast machine a kill can fall between two payments: one of them has to hit.
      for (let kill = 0; kill < KILLS || (shopping.interrupted === 0 && kill < MOST_KILLS); kill++) {
        await killSomewhere(shopping, random)
      }
    } finally {
      shopping.isOver = true
      await Promise.all(trips)
    }
    const { paid } = await expectOnceOrNotAtAll(world)
    expect(shopping.interrupted, 'no kill hit a payment').toBeGreaterThan(0)
    const succeeded = await world.db.rows<{ id: string; cents: string }>(
      "SELECT order_id AS id, amount_minor::text AS cents FROM payments WHERE status = 'SUCCEEDED'",
    )
    const ids = new Set(succeeded.map(({ id }) => id))
    for (const claim of shopping.claimed) expect(ids).toContain(claim)
    expect(paid).toBeGreaterThanOrEqual(shopping.claimed.size)
    const left = (await Promise.all(people.map(balanceInCents))).reduce((sum, cents) => sum + cents, 0)
    const spent = succeeded.reduce((sum, { cents }) => sum + Number(cents), 0)
    expect(left + spent).toBe(people.length * START_CENTS)
  },
  MOST_KILLS * BOOT_AND_RUN_MS + 60_000,
)
