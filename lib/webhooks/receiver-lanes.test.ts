import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createReceiverLanes, type Place } from './receiver-lanes'

/** Enters so many times; gives the places that were got at once, those that came later, and the pauses of who was sent away. */
async function crowd(lanes: ReturnType<typeof createReceiverLanes>, receiverOcid: number, count: number) {
  const places: Place[] = []
  for (let index = 0; index < count; index++) lanes.enter(receiverOcid).then((place) => places.push(place))
  await turn()
  return {
    leaves: () => places.flatMap((place) => ('leave' in place ? [place.leave] : [])),
    pauses: () => places.flatMap((place) => ('awayMs' in place ? [place.awayMs] : [])),
  }
}

test('a few deliveries to one receiver run at once, and each that ends lets the next one in', async () => {
  const { leaves } = await crowd(createReceiverLanes(), 300, 10)
  expect(leaves().length).toBeGreaterThan(1)
  expect(leaves().length).toBeLessThanOrEqual(4)
  for (let index = 0; index < 10; index++) {
    leaves()[index]?.()
    await turn()
  }
  expect(leaves()).toHaveLength(10)
})

test('a receiver that hangs delays no other', async () => {
  const lanes = createReceiverLanes()
  await crowd(lanes, 30, 1_000)
  expect((await crowd(lanes, 300, 1)).leaves()).toHaveLength(1)
})

test('a receiver that hangs holds few places; the others are sent away, longer and longer, up to a minute', async () => {
  const { leaves, pauses } = await crowd(createReceiverLanes(), 300, 10_000)
  expect(10_000 - pauses().length).toBeLessThanOrEqual(24)
  expect(leaves().length).toBeLessThanOrEqual(4)
  expect(pauses()[0]).toBe(1_000)
  expect(pauses()).toEqual([...pauses()].sort((a, b) => a - b))
  expect(pauses().at(-1)).toBe(60_000)
})

test('nobody is sent away any more when the crowd has gone', async () => {
  const lanes = createReceiverLanes()
  const first = await crowd(lanes, 300, 30)
  for (let index = 0; index < 24; index++) {
    first.leaves()[index]?.()
    await turn()
  }
  const second = await crowd(lanes, 300, 24)
  expect([second.leaves().length, second.pauses()]).toEqual([4, []])
  expect((await crowd(lanes, 300, 1)).pauses()).toEqual([1_000])
})
