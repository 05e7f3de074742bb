import type { Page } from '@playwright/test'
import { type ApiShop, openApiShop } from './support/application'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, signIn } from './support/people'

interface Invoice {
  readonly id: string
  readonly url: string
  readonly number: number
  readonly status: string
}

const lineItems = [
  { description: 'Monsooned Malabar, 1 kg', qty: 2, unitAmountMinor: 900 },
  { description: 'Postage', qty: 1, unitAmountMinor: 140 },
]

const send = (shop: ApiShop, more: Record<string, unknown> = {}) =>
  shop.call<Invoice>('POST', '/invoices', { customerReference: 'customer-1', currency: 'USD', lineItems, ...more })
const payButton = (page: Page) => page.getByRole('button', { name: 'Pay $19.40' })
const state = async (shop: ApiShop, { id }: Invoice) => (await shop.call<Invoice>('GET', `/invoices/${id}`)).status

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`an invoice is paid from its page, and then says so, ${how}`, async ({ page }) => {
      const [shop, person] = [await openApiShop('LIVE'), await newPerson({ USD: '50.00' })]
      const invoice = await send(shop)
      await signIn(page.context(), person)
      await page.goto(invoice.url)
      await expect(page.getByRole('heading', { level: 1, name: `Invoice ${invoice.number}` })).toBeVisible()
      await payButton(page).click()
      await page.waitForURL('**/pay/sess_*')
      await payButton(page).click()
      await page.waitForURL(/\?payment=pay_/)
      expect(await state(shop, invoice)).toBe('PAID')
      expect(await balancesOf(person)).toEqual({ USD: '30.60' })
      await page.goto(invoice.url)
      await expect(page.getByText('Paid in full')).toBeVisible()
      await expect(payButton(page)).toHaveCount(0)
    })
  })
}

test('two presses on Pay lead to the same payment, which in the sandbox is a test', async ({ page }) => {
  const shop = await openApiShop('TEST')
  const invoice = await send(shop)
  const addresses = new Set<string>()
  for (let press = 0; press < 2; press++) {
    await page.goto(invoice.url)
    await expect(page.getByText('TEST', { exact: true })).toBeVisible()
    await payButton(page).click()
    await page.waitForURL('**/pay/sess_*')
    addresses.add(page.url())
  }
  expect(addresses.size).toBe(1)
  await page.getByRole('button', { name: 'It is paid' }).click()
  await page.waitForURL(/\?payment=pay_/)
  expect(await state(shop, invoice)).toBe('PAID')
})

test('an invoice is on one sheet of paper, and asks not to be found', async ({ page }) => {
  const invoice = await send(await openApiShop('LIVE'), { dueDate: '2999-12-31' })
  await page.goto(invoice.url)
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/)
  for (const path of [invoice.url, '/dev/gallery/invoice-long', '/dev/gallery/invoice-test']) {
    await page.goto(path)
    await expect(page.getByRole('img', { name: 'A code that leads to this invoice' })).toBeVisible()
    for (const format of ['A4', 'Letter'] as const) {
      const pdf = await page.pdf({ format, margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } })
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g), `${path} ${format}`).toHaveLength(1)
    }
  }
})

test.describe('an invoice that there is not', () => {
  test.use({ toleratedFaults: /404 \(Not Found\)/ })

  test('is not found', async ({ page }) => {
    const answer = await page.goto('/invoices/AAAAAAAAAAAAAAAAAAAAAA')
    expect(answer?.status()).toBe(404)
  })
})
