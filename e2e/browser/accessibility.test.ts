import type { Page } from '@playwright/test'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { latestMail } from './support/mailbox'
import { newEmail, newPerson, signIn } from './support/people'
import { buy } from './support/shop'

const smallPhone = { width: 320, height: 640 }

const visitors = [
  { who: 'in English on a desktop', viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' },
  { who: 'in Arabic on a small phone', viewport: smallPhone, locale: 'ar', colorScheme: 'dark' },
] as const

// Dark differs in colours alone: one of the visitors sees the gallery light, the other dark.
async function expectNoFaults(page: Page, name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  expect.soft(await axeFaults(page), `${name}, ${colorScheme}`).toEqual([])
  await expectNoSidewaysScroll(page, name)
}

/** On the smallest phone, whatever the page was looked at on before. */
async function expectNoSidewaysScroll(page: Page, name: string): Promise<void> {
  const before = page.viewportSize() ?? smallPhone
  await page.setViewportSize(smallPhone)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect.soft(wider, `${name} scrolls sideways by so many pixels`).toBe(0)
  await page.setViewportSize(before)
}

/** Goes through the gallery: every page in every state. */
async function visitEveryState(page: Page, look: (page: Page, name: string) => Promise<void>): Promise<void> {
  test.setTimeout(180_000)
  await page.goto('/dev/gallery')
  const names = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()
  // The gallery grows; a page takes about a second, and several where other tests run beside.
  test.setTimeout(60_000 + 5_000 * names.length)
  expect(names.length).toBeGreaterThan(30)
  await look(page, 'gallery')
  for (const name of names) {
    await page.goto(`/dev/gallery/${name}`)
    await look(page, name)
  }
}

for (const { who, viewport, locale, colorScheme } of visitors) {
  test.describe(who, () => {
    test.use({ viewport, locale })

    test(`axe finds nothing on any page in any state, ${colorScheme}, and none is wider than a small phone, ${who}`, async ({
      page,
    }) => {
      await visitEveryState(page, (shown, name) => expectNoFaults(shown, name, colorScheme))
    })
  })
}

test('axe finds nothing on the real pages of a purchase', async ({ page }) => {
  const email = newEmail()
  const checkoutUrl = await buy()
  await page.goto(checkoutUrl)
  await expectNoFaults(page, 'checkout, signed out')
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  await expectNoFaults(page, 'code')
  await page.goto('/dev/mail')
  await expectNoFaults(page, 'mailbox')
  await page.goto((await latestMail(page.request, email)).link)
  await expectNoFaults(page, 'confirm the link')
  await signIn(page.context(), await newPerson({ USD: '1.00', EUR: '5.00' }))
  for (const path of [checkoutUrl, '/wallet', '/wallet/top-up', '/sign-in']) {
    await page.goto(path)
    await expectNoFaults(page, path)
  }
})
