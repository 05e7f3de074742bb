import type { Page } from '@playwright/test'
import { type ApiShop, backAtShop, openApiShop } from './support/application'
import { expect, test } from './support/browser-test'

interface Payment {
  readonly id: string
  readonly status: string
  readonly failureCode: string | null
  readonly checkoutUrl: string
}

async function startPayment(page: Page): Promise<{ shop: ApiShop; payment: Payment }> {
  const shop = await openApiShop('TEST')
  const wanted = { amountMinor: 1940, currency: 'USD', customerReference: 'customer-1', productName: 'A book' }
  const payment = await shop.call<Payment>('POST', '/payments', wanted)
  await page.goto(payment.checkoutUrl)
  return { shop, payment }
}

const choose = (page: Page, outcome: string) => page.getByRole('button', { name: outcome, exact: true }).click()
const look = (shop: ApiShop, { id }: Payment) => shop.call<Payment>('GET', `/payments/${id}`)

async function expectTest(page: Page): Promise<void> {
  await expect(page.getByText('TEST', { exact: true })).toBeVisible()
  await expect(page.getByText('This is a test. No wallet is touched and no money moves.')).toBeVisible()
}

async function expectEnded(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  await expectTest(page)
  await expect(page.getByText('This was a test: no money moved.')).toBeVisible()
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`a test says so, and asks nobody to sign in, ${how}`, async ({ page }) => {
      await startPayment(page)
      await expectTest(page)
      await expect(page.getByLabel('Email address')).toHaveCount(0)
    })

    test(`a test that is paid leads back to the shop, and its page has no receipt, ${how}`, async ({ page }) => {
      const { shop, payment } = await startPayment(page)
      await choose(page, 'It is paid')
      await backAtShop(page, payment.id)
      expect(await look(shop, payment)).toMatchObject({ status: 'SUCCEEDED' })
      await page.goto(payment.checkoutUrl)
      await expectEnded(page, 'Paid')
      await expect(page.getByRole('button', { name: 'Open the receipt' })).toHaveCount(0)
    })

    for (const [outcome, heading, status, failureCode] of [
      ['It is declined', 'The payment could not be completed', 'FAILED', 'DECLINED'],
      ['Too little money', 'The payment could not be completed', 'FAILED', 'INSUFFICIENT_FUNDS'],
      ['It expires now', 'The time to pay has run out', 'EXPIRED', null],
    ] as const) {
      test(`"${outcome}" ends the test so, ${how}`, async ({ page }) => {
        const { shop, payment } = await startPayment(page)
        await choose(page, outcome)
        await expectEnded(page, heading)
        expect(await look(shop, payment)).toMatchObject({ status, failureCode })
      })
    }

    test(`a test that times out is not known at first, and then its page says by itself that it is paid, ${how}`, async ({
      page,
    }) => {
      const { shop, payment } = await startPayment(page)
      await choose(page, 'It times out after the money moved')
      await expect(page.getByRole('heading', { name: 'The outcome is not known yet' })).toBeVisible()
      await expectTest(page)
      await expect.poll(async () => (await look(shop, payment)).status, { timeout: 40_000 }).toBe('SUCCEEDED')
      // The page looks again by itself, and would break off a navigation of ours.
      await expect(page.getByRole('heading', { level: 1, name: 'Paid' })).toBeVisible({ timeout: 20_000 })
      await expectEnded(page, 'Paid')
    })

    test(`a test that is cancelled says that it was one, ${how}`, async ({ page }) => {
      await startPayment(page)
      await page.getByRole('button', { name: 'Cancel the payment' }).click()
      await expectEnded(page, 'The payment was cancelled')
    })
  })
}
