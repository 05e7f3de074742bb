import type { Page } from '@playwright/test'
import { sellers } from '@/devnet/shop/catalogue'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, signIn } from './support/people'
import { site } from './support/site'

// One after the other: the fault at 310 must not hit a neighbour's payment.
test.describe.configure({ mode: 'default' })

interface Purchase {
  readonly way: string
  readonly product: string
  readonly pay: string
  /** What the page says before paying of how the money travels. */
  readonly line: string
  readonly currency: string
  readonly left: string
}

const purchases: readonly Purchase[] = [
  {
    way: 'direct',
    product: 'cochineal-yarn',
    pay: 'Pay $9.50',
    line: 'Your payment goes straight to Taller Agave Azul.',
    currency: 'USD',
    left: '90.50',
  },
  {
    way: 'gateway_account',
    product: 'filter-blend',
    pay: 'Pay $16.15',
    line: 'Your payment goes through Three Corners Payments to Kaveri Coffee.',
    currency: 'USD',
    left: '83.85',
  },
  {
    way: 'partner_reserve',
    product: 'pessoa-pocket',
    pay: 'Pay €12.00',
    line: 'Your payment goes through Meridian Clearing to Livraria do Cais.',
    currency: 'EUR',
    left: '88.00',
  },
  {
    way: 'common_third_party',
    product: 'whetstone',
    pay: 'Pay ¥3,200',
    line: 'Your payment goes through Meridian Clearing, then Harbour Payments to Sakai Hamono.',
    currency: 'JPY',
    left: '6800',
  },
  {
    way: 'chain',
    product: 'flake-salt',
    pay: 'Pay $7.40',
    line: 'Your payment goes through Meridian Clearing, then Harbour Payments, then Isle Savings to Trade Wind Salt.',
    currency: 'USD',
    left: '92.60',
  },
]

const money = { USD: '100.00', EUR: '100.00', JPY: '10000' }

function nameOf(product: string): string {
  const found = sellers.flatMap(({ products }) => products).find(({ id }) => id === product)
  if (!found) throw new Error(`nobody sells ${product}`)
  return found.name
}

async function goToPay(page: Page, product: string): Promise<void> {
  await page.goto(site().shopUrl)
  await page.getByRole('button', { name: `Buy ${nameOf(product)}` }).click()
  await page.waitForURL('**/pay/**')
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled })

    for (const { way, product, pay, line, currency, left } of purchases) {
      test(`by ${way}: the page says how the money travels, it arrives, and the shop says Paid`, async ({ page }) => {
        const person = await newPerson(money)
        await signIn(page.context(), person)
        await goToPay(page, product)
        await expect(page.getByText(line)).toBeVisible()
        await page.getByRole('button', { name: pay }).click()
        await page.waitForURL(`${site().shopUrl}/orders/**`)
        await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
        expect(await balancesOf(person)).toEqual({ ...money, [currency]: left })
      })
    }
  })
}

test('a provider that takes the money and gives no answer: the payer reads that it is reserved, and then that it is paid', async ({
  page,
}) => {
  const person = await newPerson(money)
  await signIn(page.context(), person)
  await goToPay(page, 'surprise-parcel')
  const fault = JSON.stringify({ path: '/transfer/create', mode: 'drop', times: 1 })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${site().shopUrl}/310/faults`, { method: 'POST', headers, body: fault })
  await page.getByRole('button', { name: 'Pay €24.50' }).click()
  await expect(
    page.getByText('is reserved; we are asking Meridian Clearing whether the payment arrived.'),
  ).toBeVisible()
  await expect(page.getByText('Do not pay again.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('link', { name: 'Return to Livraria do Cais' }).click()
  await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
  expect(await balancesOf(person)).toEqual({ ...money, EUR: '75.50' })
})
