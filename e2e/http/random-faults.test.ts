import { expect, test } from 'vitest'
import { runFaults } from '../faults/run-faults'

const SEED = Number(process.env.GATEWAY_FAULTS_SEED || Math.floor(Date.now() / 1000))
const PLAN = { seed: SEED, payments: 40, kills: 5, payers: 6 }

// `npm run faults` is the same for longer.
test(`${PLAN.payments} payments while peers misbehave and ${PLAN.kills} kills fall (seed ${SEED}): the books of all agree`, async () => {
  const { wrong, leftIn } = await runFaults(PLAN)
  expect({ wrong, leftIn }).toEqual({ wrong: [], leftIn: null })
}, 600_000)
