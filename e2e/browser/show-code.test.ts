import { type BrowserContextOptions, devices, type Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, type Person, signIn } from './support/people'
import { site } from './support/site'

const { defaultBrowserType: _, ...phone } = devices['Pixel 7']
const ways: readonly { readonly how: string; readonly browser: BrowserContextOptions }[] = [
  { how: 'with JavaScript', browser: {} },
  { how: 'without JavaScript', browser: { javaScriptEnabled: false } },
  { how: 'on a phone', browser: { ...phone, viewport: { width: 390, height: 844 } } },
]

/** The person's code on the page, and its text as a merchant would paste it. */
async function showCode(page: Page, person: Person): Promise<string> {
  await signIn(page.context(), person)
  await page.goto('/wallet/code')
  await expect(page.getByRole('img', { name: 'QR code for a merchant to scan' })).toBeVisible()
  return page.locator('textarea').inputValue()
}

/** What the terminal on the counter sends: a skein of yarn for 9.50 dollars. Gives the terminal's page of the order. */
async function askFor(code: string): Promise<string> {
  const form = new URLSearchParams({ product: 'cochineal-yarn', quantity: '1', code })
  const answer = await fetch(`${site().shopUrl}/terminal`, { method: 'POST', body: form, redirect: 'manual' })
  expect(answer.status, await answer.text()).toBe(303)
  return new URL(answer.headers.get('location') ?? '', site().shopUrl).href
}

for (const { how, browser } of ways) {
  test.describe(how, () => {
    test.use(browser)

    test(`a merchant scans the code, the person sees who asks for how much, approves, and the counter says Paid, ${how}`, async ({
      page,
    }) => {
      const ada = await newPerson({ USD: '20.00' })
      const terminal = await askFor(await showCode(page, ada))
      await expect(page.getByRole('heading', { name: 'Taller Agave Azul asks for $9.50' })).toBeVisible()
      await expect(page.getByText('Cochineal yarn, 100 g')).toBeVisible()
      await page.getByRole('button', { name: 'Pay $9.50' }).click()
      await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Back to your wallet' })).toBeVisible()
      expect(await balancesOf(ada)).toEqual({ USD: '10.50' })
      await page.goto(terminal)
      await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible()
    })

    test(`a declined order moves nothing, and the counter hears of it, ${how}`, async ({ page }) => {
      const ada = await newPerson({ USD: '20.00' })
      const terminal = await askFor(await showCode(page, ada))
      await page.getByRole('button', { name: 'Decline' }).click()
      await expect(page.getByRole('heading', { name: 'The payment was cancelled' })).toBeVisible()
      expect(await balancesOf(ada)).toEqual({ USD: '20.00' })
      await page.goto(terminal)
      await expect(page.getByRole('heading', { name: 'Declined' })).toBeVisible()
    })
  })
}

test('an order that waits is found again: on the next code of its person, and on the wallet', async ({ page }) => {
  const ada = await newPerson({ USD: '20.00' })
  await askFor(await showCode(page, ada))
  await expect(page.getByRole('heading', { name: 'Taller Agave Azul asks for $9.50' })).toBeVisible()
  await page.goto('/wallet/code')
  await expect(page.getByText('Taller Agave Azul asks for $9.50')).toBeVisible()
  await page.goto('/wallet')
  await page.getByRole('link', { name: 'See the order' }).click()
  await page.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('heading', { name: 'The payment was cancelled' })).toBeVisible()
  await page.goto('/wallet')
  await expect(page.getByText('asks for')).toBeHidden()
})

test('the picture shows what the text says, dark on white also on a dark page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await showCode(page, await newPerson())
  const picture = page.getByRole('img', { name: 'QR code for a merchant to scan' })
  await expect(picture.locator('rect')).toHaveAttribute('fill', '#fff')
  await expect(picture.locator('path')).toHaveAttribute('fill', '#000')
})
