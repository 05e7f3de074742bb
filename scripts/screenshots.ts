import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
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
  readonly viewport: { readonly width: number; readonly height: number }
  readonly browser?: BrowserContextOptions
}

const variants: readonly Variant[] = [
  { name: 'desktop', newcomer: 'grace@example.com', viewport: desktop },
  { name: 'phone', newcomer: 'omar@example.com', viewport: phone },
  { name: 'dark', newcomer: 'lena@example.com', viewport: desktop, browser: { colorScheme: 'dark' } },
  { name: 'arabic', newcomer: 'amal@example.com', viewport: desktop, browser: { locale: 'ar' } },
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
    viewport: variant.viewport,
    ...variant.browser,
  })
  const page = await context.newPage()
  await station(page, variant.newcomer)
  await page.waitForLoadState('networkidle')
  await showWhole(page, variant)
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' })
  process.stdout.write(`${FOLDER}/${name}.png\n`)
  await context.close()
}

// The window grows to the page, not the picture beyond the window: the pay bar of the phone sticks to the lower edge of that.
async function showWhole(page: Page, { viewport }: Variant): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: viewport.width, height: Math.max(height, viewport.height) })
}

await takeScreenshots(process.argv.slice(2))
