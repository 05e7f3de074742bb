import { parseArgs } from 'node:util'
import { checkLedger, ledgerRules } from '@/lib/ledger/check-ledger'
import { buildIfNeeded } from '@/scripts/build'
import { awaitWebhooks } from './figures/await-webhooks'
import { measureCodes } from './figures/measure-codes'
import { measureCreate } from './figures/measure-create'
import { measureInBrowser } from './figures/measure-in-browser'
import { measureMerchantApi } from './figures/measure-merchant-api'
import { measurePage } from './figures/measure-page'
import { measurePath } from './figures/measure-path'
import { measurePay } from './figures/measure-pay'
import { measureResolving } from './figures/measure-resolving'
import { measureTransfer } from './figures/measure-transfer'
import { type Bench, openBench } from './gateway/open-bench'
import { openPayers, type Payer } from './people/open-payers'
import { boundFigure, type Figure } from './report/figure'
import { printTable } from './report/print-table'

const PAYERS = 64
const MOST_START_SECONDS = 5
const MOST_MEGABYTES = 450

const say = (text: string) => process.stdout.write(`${text}\n`)
const progress = (text: string) => process.stderr.write(`${text}…\n`)

/** `npm run bench`: how fast the gateway is, beside floors that the same machine sets in the same minutes. */
async function runBench(): Promise<boolean> {
  await buildIfNeeded('http://localhost')
  const startedAtMs = performance.now()
  progress('starting the gateway four times')
  const bench = await openBench()
  try {
    const figures = await measure(bench)
    say(`\n${printTable(figures)}\n`)
    const deliveries = await awaitWebhooks()
    say(`webhooks: ${deliveries.delivered} of ${deliveries.total} delivered`)
    const isSound = await proveLedger()
    say(`took ${((performance.now() - startedAtMs) / 1000).toFixed(0)} s`)
    return isSound && deliveries.delivered === deliveries.total && figures.every(({ holds }) => holds !== false)
  } finally {
    await bench.close()
  }
}

type Measure = (bench: Bench, payers: readonly Payer[]) => Promise<Figure[]> | Figure[]

/** By the name that `--only` takes, in the order in which they run. */
const measures: Readonly<Record<string, readonly [doing: string, measure: Measure]>> = {
  create: ['creating checkouts', measureCreate],
  transfer: ['transferring out of reserves', measureTransfer],
  page: ['showing pages', measurePage],
  pay: ['paying', measurePay],
  browser: ['looking at the page with a browser', (bench, [first]) => measureInBrowser(bench, payerOf(first))],
  codes: ['bringing orders to codes', measureCodes],
  resolving: ['paying beside ten thousand payments that wait for dead providers', measureResolving],
  path: ['finding paths', measurePath],
  merchant: ['calling the merchant API', measureMerchantApi],
}

async function measure(bench: Bench): Promise<Figure[]> {
  const payers = await openPayers(PAYERS)
  const figures: Figure[] = []
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const chosen = values.only?.split(',') ?? Object.keys(measures)
  for (const [name, [doing, run]] of Object.entries(measures)) {
    if (!chosen.includes(name)) continue
    progress(doing)
    figures.push(...(await run(bench, payers)))
  }
  const peak = bench.memory.peakBytes()
  return [
    ...figures,
    boundFigure('first answer, empty data folder', bench.coldStartMs / 1000, MOST_START_SECONDS, 's'),
    boundFigure('first answer, used data folder', bench.warmStartMs / 1000, MOST_START_SECONDS, 's'),
    boundFigure('memory at its highest', peak && peak / 1_000_000, MOST_MEGABYTES, 'MB'),
  ]
}

function payerOf(payer: Payer | undefined): Payer {
  if (!payer) throw new Error('there is nobody to pay')
  return payer
}

async function proveLedger(): Promise<boolean> {
  const faults = await checkLedger()
  for (const { rule, examples } of faults) say(`the ledger breaks the rule that ${rule}: ${examples.join(', ')}`)
  if (faults.length === 0) say(`the ledger holds all its ${ledgerRules.length} rules`)
  return faults.length === 0
}

process.exit((await runBench()) ? 0 : 1)
