import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import type { Bench } from '@/bench/gateway/open-bench'
import { openCheckouts } from '@/bench/people/open-checkouts'
import type { Payer } from '@/bench/people/open-payers'
import { boundFigure, type Figure } from '@/bench/report/figure'
import { findBrowser } from '@/scripts/find-browser'

const MOST_SCRIPT_KILOBYTES = 150
const MOST_SHIFT = 0.02
const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]

/** What a browser has to carry for the checkout page, and whether the page stands still while it loads. */
export async function measureInBrowser(bench: Bench, payer: Payer): Promise<Figure[]> {
  const [reference = ''] = await openCheckouts(bench, 1, 1)
  const browser = await chromium.launch({ executablePath: findBrowser(), args: sandboxArguments() })
  try {
    const visits: Visit[] = []
    for (const viewport of sizes) visits.push(await visit(browser, viewport, `${bench.origin}/pay/${reference}`, payer))
    const strangers = new Set(visits.flatMap(({ origins }) => origins).filter((origin) => origin !== bench.origin))
    const scriptBytes = Math.max(...visits.map((one) => one.scriptBytes))
    return [
      boundFigure('JavaScript of the page, packed', scriptBytes / 1000, MOST_SCRIPT_KILOBYTES, 'kB'),
      boundFigure('origins other than our own', strangers.size, 0, ''),
      boundFigure('layout shift, phone and desktop', Math.max(...visits.map(({ shift }) => shift)), MOST_SHIFT, ''),
    ]
  } finally {
    await browser.close()
  }
}

interface Visit {
  readonly scriptBytes: number
  readonly origins: readonly string[]
  readonly shift: number
}

async function visit(
  browser: Browser,
  viewport: { width: number; height: number },
  url: string,
  payer: Payer,
): Promise<Visit> {
  const context = await browser.newContext({ viewport })
  try {
    await signIn(context, url, payer)
    const page = await context.newPage()
    await page.addInitScript(watchShifts)
    const scripts: Promise<number>[] = []
    const origins: string[] = []
    page.on('request', (request) => origins.push(new URL(request.url()).origin))
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.sizes().then((size) => size.responseBodySize))
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    const scriptBytes = (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0)
    return { scriptBytes, origins: origins.filter((origin) => origin !== 'null'), shift: await readShift(page) }
  } finally {
    await context.close()
  }
}

/** Signs a browser in as this payer. */
export async function signIn(context: BrowserContext, url: string, { cookie }: Payer): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }])
}

// Runs in the page, before anything of it.
function watchShifts(): void {
  const shared = globalThis as { layoutShift?: number }
  shared.layoutShift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
      shared.layoutShift = (shared.layoutShift ?? 0) + entry.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

const readShift = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as { layoutShift?: number }).layoutShift ?? 1)

// Chromium's sandbox does not run as root.
export const sandboxArguments = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])
