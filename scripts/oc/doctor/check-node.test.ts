import { expect, test } from 'vitest'
import { isNodeRecent } from './check-node'

test.each(['20.19.0', '20.19.4', '20.20.0', '22.0.0', '24.11.1'])('Node.js %s runs the gateway', (version) => {
  expect(isNodeRecent(version)).toBe(true)
})

test.each(['20.18.9', '19.99.0', '18.20.8'])('Node.js %s does not', (version) => {
  expect(isNodeRecent(version)).toBe(false)
})
