import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { deliveryJob } from './delivery-store'

const ids = Array.from({ length: 500 }, () => `dlv_${randomBytes(15).toString('base64url')}`)
const queuesOf = (receiverOcid: number) => new Set(ids.map((id) => deliveryJob(id, receiverOcid).queue))

test('a receiver has a few lanes, so that it takes a few of the workers places when it hangs, and uses all of them', () => {
  expect(queuesOf(300).size).toBeGreaterThan(1)
  expect(queuesOf(300).size).toBeLessThanOrEqual(4)
})

test('two receivers never share a lane', () => {
  const [one, two] = [queuesOf(30), queuesOf(300)]
  expect([...one].filter((queue) => two.has(queue))).toEqual([])
})

test('a delivery stays in its lane and has one job', () => {
  const [first, second] = [deliveryJob('dlv_1', 300), deliveryJob('dlv_1', 300)]
  expect(second).toEqual(first)
  expect(first.key).toBe('deliver:dlv_1')
  expect(JSON.parse(first.payload)).toEqual({ deliveryId: 'dlv_1' })
})
