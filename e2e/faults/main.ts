import { parseArgs } from 'node:util'
import { buildIfNeeded } from '@/scripts/build'
import { textTable } from '@/scripts/oc/text-table'
import { runFaults } from './run-faults'

const usage = `Random payments while peers misbehave at random and the gateway is killed at random moments.

  npm run faults -- [--seed N] [--payments 300] [--kills 40] [--payers 16]

  --seed      what people, peers and the killer decide comes from it; the time unless given
  --payments  so many payments at least
  --kills     so many kills with SIGKILL
  --payers    so many people at the same time
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    payments: { type: 'string', default: '300' },
    kills: { type: 'string', default: '40' },
    payers: { type: 'string', default: '16' },
    help: { type: 'boolean', default: false },
  },
})

const say = (text: string) => process.stdout.write(`${text}\n`)

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

function wholeNumber(name: 'seed' | 'payments' | 'kills' | 'payers'): number {
  return /^[0-9]{1,10}$/.test(values[name]) ? Number(values[name]) : refuse(`--${name} must be a whole number.`)
}

/** `npm run faults`: exit code 0 when the books of all agree at the end. */
async function main(): Promise<boolean> {
  const [seed, payments, kills, payers] = [
    wholeNumber('seed'),
    wholeNumber('payments'),
    wholeNumber('kills'),
    wholeNumber('payers'),
  ]
  say(`seed ${seed}: ${payments} payments by ${payers} people, ${kills} kills`)
  await buildIfNeeded('http://localhost')
  const { wrong, counts, leftIn } = await runFaults({ seed, payments, kills, payers })
  say(textTable(['what', 'count'], counts).join('\n'))
  for (const sentence of wrong) say(`WRONG: ${sentence}`)
  say(leftIn === null ? `seed ${seed}: the books of all agree` : `seed ${seed}: ${wrong.length} faults; see ${leftIn}`)
  return wrong.length === 0
}

if (values.help) {
  say(usage)
  process.exit(0)
}
process.exit((await main()) ? 0 : 1)
