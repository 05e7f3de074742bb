import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

const MOST_SCRIPT_BYTES = 150_000
const MOST_SHIFT = 0.02

async function openAsPayer(page: Page): Promise<void> {
  await signIn(page.context(), await newPerson({ USD: '50.00', KWD: '9.000' }))
  await page.goto(await buy(), { waitUntil: 'networkidle' })
  await expect(page.getByRole('button', { name: 'Pay $19.40' })).toBeVisible()
}

test('the checkout page carries at most 150 kB of JavaScript, gzipped', async ({ page }) => {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await openAsPayer(page)
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src }) => !src).map(({ text }) => text))
  const parts = [...(await Promise.all(scripts)), ...inline.map((text) => Buffer.from(text))]
  const total = parts.reduce((sum, part) => sum + gzipSync(part).length, 0)
  expect(scripts.length).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(MOST_SCRIPT_BYTES)
})

test('the checkout page asks nobody but us for anything', async ({ page }) => {
  const origins = new Set<string>()
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  await openAsPayer(page)
  expect([...origins]).toEqual([new URL(site().gatewayUrl).origin])
})

for (const [screen, viewport] of [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`nothing on the checkout page jumps while it loads, not even when the font comes late, on ${screen}`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport)
    let lateFonts = 0
    await page.route('**/*.woff2', async (route) => {
      lateFonts += 1
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
      await route.continue()
    })
    await page.addInitScript(recordShift)
    await openAsPayer(page)
    await page.evaluate(async () => {
      await document.fonts.ready
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    })
    expect(lateFonts).toBeGreaterThan(0)
    expect(await page.evaluate(() => Reflect.get(window, 'layoutShift'))).toBeLessThan(MOST_SHIFT)
  })
}

// The sum of all shifts, which is never less than CLS: that is the worst window of them.
function recordShift(): void {
  Reflect.set(window, 'layoutShift', 0)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      Reflect.set(window, 'layoutShift', Reflect.get(window, 'layoutShift') + Reflect.get(entry, 'value'))
    }
  }).observe({ type: 'layout-shift', buffered: true })
}
