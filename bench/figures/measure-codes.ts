import { get, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from 'playwright'
import type { Bench } from '@/bench/gateway/open-bench'
import { fetchOnce } from '@/bench/load/run-load'
import { signCodeOrder } from '@/bench/peers/sign-code-order'
import type { Payer } from '@/bench/people/open-payers'
import { boundFigure, type Figure } from '@/bench/report/figure'
import { findBrowser } from '@/scripts/find-browser'
import { sandboxArguments, signIn } from './measure-in-browser'

const ORDERS = 40
const MOST_MS = 300
const OPEN_PAGES = 500
const MOST_MEGABYTES = 100
const SETTLE_MS = 3_000

/** From a merchant's order at the gateway to "asks for" on the screen, and what it costs to keep pages open for that. */
export async function measureCodes(bench: Bench, payers: readonly Payer[]): Promise<Figure[]> {
  const megabytes = await costOfOpenPages(bench, payers)
  const times = await timesToScreen(bench, payers)
  return [
    boundFigure('"asks for" on the screen, two processes, p95', p95(times), MOST_MS, 'ms'),
    boundFigure(`${OPEN_PAGES} open code pages`, megabytes, MOST_MEGABYTES, 'MB'),
  ]
}

async function costOfOpenPages({ origin, memory }: Bench, payers: readonly Payer[]): Promise<number> {
  const before = memory.nowBytes()
  const pages = Array.from({ length: OPEN_PAGES }, (_, index) => payers[index % payers.length]).map((payer) =>
    openStream(`${origin}/wallet/events`, payer?.cookie ?? ''),
  )
  const open = await Promise.all(pages)
  await pause(SETTLE_MS)
  const after = memory.nowBytes()
  for (const answer of open) answer.destroy()
  return (after - before) / 1_000_000
}

function openStream(url: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { cookie }, agent: false }, (answer) => {
      answer.on('error', () => undefined).resume()
      if (answer.statusCode === 200) resolve(answer)
      else reject(new Error(`${url} was answered ${answer.statusCode}`))
    })
    request.once('error', reject)
  })
}

/** The page is open at one process, and the order comes to another. */
async function timesToScreen(bench: Bench, payers: readonly Payer[]): Promise<number[]> {
  const other = await bench.startAnother()
  const browser = await chromium.launch({ executablePath: findBrowser(), args: sandboxArguments() })
  try {
    const context = await browser.newContext()
    const page = await context.newPage()
    const saw: ((atEpochMs: number) => void)[] = []
    await page.exposeFunction('sawWhoAsks', (atEpochMs: number) => saw.shift()?.(atEpochMs))
    await page.addInitScript({ content: tellWhenAsked })
    const times: number[] = []
    for (let index = 0; index < ORDERS; index++) {
      const [payer, merchant] = [payers[index % payers.length], bench.network.merchants[index % 8]]
      if (!payer || !merchant) throw new Error('there is nobody to ask')
      await signIn(context, bench.origin, payer)
      const code = await showCode(page, bench.origin)
      const asked = new Promise<number>((resolve) => saw.push(resolve))
      const request = signCodeOrder(merchant, code)
      const startedAtEpochMs = Date.now()
      const answer = await fetchOnce(other.origin, request)
      if (answer.status !== 200) throw new Error(`the order was answered ${answer.status} ${answer.body}`)
      const milliseconds = (await asked) - startedAtEpochMs
      // It goes on by itself, and would take the next code's page along.
      await page.waitForURL('**/pay/*')
      // The first one builds what the others find.
      if (index > 0) times.push(milliseconds)
    }
    return times
  } finally {
    await browser.close()
    await other.stop()
  }
}

/** Runs in the page: says when who asks stands on the screen, in the sentence below the code or on the page of the order. */
const tellWhenAsked = `
  let isTold = false
  new MutationObserver(() => {
    const places = [...document.querySelectorAll('[role=status], h1')]
    if (isTold || !places.some(({ textContent }) => textContent.includes('asks for'))) return
    isTold = true
    requestAnimationFrame(() => sawWhoAsks(Date.now()))
  }).observe(document, { subtree: true, childList: true, characterData: true })`

/** Opens the page and waits until it hears; gives the path to which an order goes. */
async function showCode(page: Page, origin: string): Promise<string> {
  await page.goto(`${origin}/wallet/code`)
  // Once it hears, the page looks again by itself under this address.
  await page.waitForURL('**/wallet/code?shown=*')
  const text = await page.locator('textarea').inputValue()
  return new URL((JSON.parse(text) as { order: string }).order).pathname
}

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
}
