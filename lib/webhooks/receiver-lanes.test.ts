import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { createReceiverLanes, type Place } from './receiver-lanes'

let nowMs: number
let lanes: ReturnType<typeof createReceiverLanes>

beforeEach(() => {
  nowMs = 1_800_000_000_000
  lanes = createReceiverLanes(() => nowMs)
})

/** Enters so many times; gives the places that were got so far, and the pauses of who was sent away. */
async function crowd(receiver: number, count: number) {
  const places: Place[] = []
  for (let index = 0; index < count; index++) lanes.enter(`OCID ${receiver}`).then((place) => places.push(place))
  await turn()
  return {
    leaves: () => places.flatMap((place) => ('leave' in place ? [place.leave] : [])),
    pauses: () => places.flatMap((place) => ('awayMs' in place ? [place.awayMs] : [])),
  }
}

/** All of them leave, each after so long. */
async function leaveAll({ leaves }: Awaited<ReturnType<typeof crowd>>, count: number, eachMs: number) {
  for (let index = 0; index < count; index++) {
    nowMs += eachMs
    leaves()[index]?.()
    await turn()
  }
}

test('a few deliveries to one receiver run at once, and each that ends lets the next one in', async () => {
  const first = await crowd(300, 10)
  expect(first.leaves().length).toBeGreaterThan(1)
  expect(first.leaves().length).toBeLessThanOrEqual(4)
  await leaveAll(first, 10, 5)
  expect(first.leaves()).toHaveLength(10)
})

test('a receiver that hangs delays no other', async () => {
  await crowd(30, 1_000)
  expect((await crowd(300, 1)).leaves()).toHaveLength(1)
})

test('a receiver holds few places; the others are sent away, each a little longer, up to a minute', async () => {
  const { leaves, pauses } = await crowd(300, 10_000)
  expect(10_000 - pauses().length).toBeLessThanOrEqual(12)
  expect(leaves().length).toBeLessThanOrEqual(4)
  expect(pauses()).toEqual([...pauses()].sort((a, b) => a - b))
  expect(pauses().at(-1)).toBe(60_000)
})

test('a receiver that is quick and has a crowd gets all of it within its own time', async () => {
  await leaveAll(await crowd(300, 12), 11, 2)
  const { pauses } = await crowd(300, 400)
  expect(Math.max(...pauses())).toBeLessThan(2_000)
})

test('a crowd at a receiver that takes seconds is sent away for longer', async () => {
  const first = await crowd(300, 12)
  await leaveAll(first, 8, 5_000)
  const { pauses } = await crowd(300, 100)
  expect(pauses().at(-1)).toBe(60_000)
})

test('nobody is sent away any more when the crowd has gone', async () => {
  await leaveAll(await crowd(300, 30), 12, 5)
  const second = await crowd(300, 12)
  expect([second.leaves().length, second.pauses()]).toEqual([4, []])
})
