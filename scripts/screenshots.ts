import { type Browser, type BrowserContextOptions, chromium } from 'playwright'
import { type Station, stations } from '@/e2e/browser/screenshots/stations'
import { browserArguments } from '@/e2e/browser/support/demo-environment'
import { nameDemo } from '@/e2e/browser/support/name-demo'
import prepareDemo from '@/e2e/browser/support/prepare-demo'
import { site } from '@/e2e/browser/support/site'
import { startDemo } from '@/e2e/browser/support/start-demo'
import { closePool } from '@/lib/db/pool'
import { findBrowser } from './find-browser'

const FOLDER = 'docs/screenshots'
const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

interface Variant {
  readonly name: string
  /** Whose mail is shown: each variant has its own, because one address gets few codes an hour. */
  readonly newcomer: string
  readonly browser: BrowserContextOptions
}

const variants: readonly Variant[] = [
  { name: 'desktop', newcomer: 'grace@example.com', browser: { viewport: desktop } },
  { name: 'phone', newcomer: 'omar@example.com', browser: { viewport: phone } },
  { name: 'dark', newcomer: 'lena@example.com', browser: { viewport: desktop, colorScheme: 'dark' } },
  { name: 'arabic', newcomer: 'amal@example.com', browser: { viewport: desktop, locale: 'ar' } },
]

/** `npx tsx scripts/screenshots.ts [page…]`: photographs the pages of a demo for the documents. */
async function takeScreenshots(wanted: readonly string[]): Promise<void> {
  const { baseUrl, dataDir, isOwn } = await nameDemo()
  const stop = isOwn ? await startDemo(baseUrl, dataDir) : async () => undefined
  try {
    const leave = await prepareDemo()
    const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArguments] })
    for (const variant of variants) {
      for (const [name, station] of chosenStations(wanted, variant)) await photograph(browser, name, station, variant)
    }
    await browser.close()
    await closePool()
    await leave()
  } finally {
    await stop()
  }
}

// The shop is not our page: one picture of it is enough.
function chosenStations(wanted: readonly string[], { name: variant }: Variant): (readonly [string, Station])[] {
  const all: [string, Station][] =
    variant === 'desktop' ? [...Object.entries(stations), ['shop', openShop]] : Object.entries(stations)
  return all
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .map(([name, station]) => [`${name}-${variant}`, station] as const)
}

const openShop: Station = async (page) => {
  await page.goto(site().shopUrl)
}

async function photograph(browser: Browser, name: string, station: Station, variant: Variant): Promise<void> {
  const context = await browser.newContext({
    baseURL: site().gatewayUrl,
    locale: 'en-GB',
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    ...variant.browser,
  })
  const page = await context.newPage()
  await station(page, variant.newcomer)
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true, animations: 'disabled' })
  process.stdout.write(`${FOLDER}/${name}.png\n`)
  await context.close()
}

await takeScreenshots(process.argv.slice(2))
