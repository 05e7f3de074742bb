import { gzipSync } from 'node:zlib'
import { expect, test } from './support/browser-test'
import { newPerson, signIn } from './support/people'

const MOST_SCRIPT_BYTES = 150_000

test('the wallet shows balances in their own digits, and carries at most 150 kB of JavaScript, gzipped', async ({
  page,
}) => {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await signIn(page.context(), await newPerson({ USD: '50.00', KWD: '9.500', UGX: '12000' }))
  await page.goto('/wallet', { waitUntil: 'networkidle' })
  for (const shown of ['$50.00', /9\.500/, /12,000/]) await expect(page.getByText(shown).first()).toBeVisible()
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src }) => !src).map(({ text }) => text))
  const parts = [...(await Promise.all(scripts)), ...inline.map((text) => Buffer.from(text))]
  const total = parts.reduce((sum, part) => sum + gzipSync(part).length, 0)
  expect(scripts.length).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(MOST_SCRIPT_BYTES)
})

test('every way that the wallet names leads somewhere', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await page.goto('/wallet')
  const links = page.getByRole('main').getByRole('link')
  const hrefs = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''))
  expect(hrefs.length).toBeGreaterThan(8)
  for (const href of new Set(hrefs)) {
    const answer = await page.request.get(href)
    expect(answer.status(), href).toBe(200)
    expect(answer.url(), href).not.toContain('/sign-in')
  }
})

test('the wallet can be installed on a phone: a manifest with pictures of every kind, each of which is there', async ({
  page,
}) => {
  await page.goto('/sign-in')
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const manifest = await (await page.request.get(href ?? '')).json()
  expect(manifest).toMatchObject({ start_url: '/wallet', display: 'standalone' })
  expect(manifest.icons.map(({ sizes, purpose }: Record<string, string>) => `${sizes} ${purpose}`)).toEqual([
    '192x192 any',
    '512x512 any',
    '512x512 maskable',
  ])
  const touchIcon = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href')
  for (const src of [...manifest.icons.map((icon: { src: string }) => icon.src), touchIcon]) {
    const picture = await page.request.get(src)
    expect(picture.status(), src).toBe(200)
    expect(picture.headers()['content-type'], src).toBe('image/png')
  }
  await expect(page.locator('meta[name="theme-color"]')).toHaveCount(2)
})
