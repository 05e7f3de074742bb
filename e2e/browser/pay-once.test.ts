import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, type Person, signIn } from './support/people'
import { buy, shopOrder } from './support/shop'
import { site } from './support/site'
import { openStale } from './support/stale-page'

const payButton = (page: Page) => page.getByRole('button', { name: 'Pay $19.40' })
const atShop = (page: Page) => page.waitForURL(`${site().shopUrl}/orders/**`)
const receipt = (page: Page) => page.getByRole('heading', { name: 'Receipt' })

async function expectOnePayment(person: Person, checkoutUrl: string): Promise<void> {
  expect(await balancesOf(person)).toEqual({ USD: '80.60' })
  await expect.poll(() => shopOrder(checkoutUrl)).toMatchObject({ state: 'paid', surplusPayments: 0 })
}

async function openCheckout(page: Page): Promise<{ person: Person; checkoutUrl: string }> {
  const person = await newPerson({ USD: '100.00' })
  const checkoutUrl = await buy()
  await signIn(page.context(), person)
  await page.goto(checkoutUrl)
  return { person, checkoutUrl }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`a double click on Pay makes one payment, ${how}`, async ({ page }) => {
      const { person, checkoutUrl } = await openCheckout(page)
      await payButton(page).dblclick()
      await atShop(page)
      await expectOnePayment(person, checkoutUrl)
    })

    test(`two tabs that pay at once make one payment, and both end at the shop, ${how}`, async ({ page }) => {
      const { person, checkoutUrl } = await openCheckout(page)
      const second = await page.context().newPage()
      await second.goto(checkoutUrl)
      await Promise.all([page, second].map((tab) => payButton(tab).click()))
      await Promise.all([page, second].map(atShop))
      await expectOnePayment(person, checkoutUrl)
    })

    test(`refresh and the back button after paying show the receipt and never pay again, ${how}`, async ({ page }) => {
      const { person, checkoutUrl } = await openCheckout(page)
      await payButton(page).click()
      await atShop(page)
      await page.reload()
      await page.goBack()
      await expect(receipt(page)).toBeVisible()
      await expect(payButton(page)).toHaveCount(0)
      await page.reload()
      await expect(receipt(page)).toBeVisible()
      await page.goForward()
      await page.goto(checkoutUrl)
      await expect(receipt(page)).toBeVisible()
      await expectOnePayment(person, checkoutUrl)
    })
  })
}

test('the same person on two devices pays once', async ({ page, openBrowser }) => {
  const { person, checkoutUrl } = await openCheckout(page)
  const phone = await openBrowser()
  await signIn(phone.context(), person)
  await phone.goto(checkoutUrl)
  await Promise.all([page, phone].map((device) => payButton(device).click()))
  await Promise.all([page, phone].map(atShop))
  await expectOnePayment(person, checkoutUrl)
})

test('once Pay is pressed, Cancel is not there to be pressed', async ({ page }) => {
  const { person, checkoutUrl } = await openCheckout(page)
  const cancel = page.getByRole('button', { name: 'Cancel and return to Kaveri Coffee' })
  await expect(cancel).toBeVisible()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(checkoutUrl, async (route) => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  await payButton(page).click()
  await expect(page.getByRole('button', { name: 'Paying…' })).toBeVisible()
  await expect(cancel).toBeHidden()
  letGo()
  await atShop(page)
  await expectOnePayment(person, checkoutUrl)
})

test('a page that was left open pays nothing after the order was paid elsewhere', async ({ page }) => {
  const { person, checkoutUrl } = await openCheckout(page)
  const stale = await openStale(page.context(), checkoutUrl)
  await payButton(page).click()
  await atShop(page)
  await payButton(stale).click()
  await atShop(stale)
  await expectOnePayment(person, checkoutUrl)
})

test('the receipt names amount, merchant, order and transaction, and leads back to the shop', async ({ page }) => {
  const { checkoutUrl } = await openCheckout(page)
  await payButton(page).click()
  await atShop(page)
  const { id, receivedTxid } = await expectPaid(checkoutUrl)
  await page.goto(checkoutUrl)
  await expect(page.getByText('$19.40 went from your wallet to Kaveri Coffee.')).toBeVisible()
  await expect(page.getByText(id, { exact: true })).toBeVisible()
  await expect(page.getByText(receivedTxid ?? 'no transaction', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Return to Kaveri Coffee' }).click()
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible()
})

async function expectPaid(checkoutUrl: string) {
  await expect.poll(() => shopOrder(checkoutUrl)).toMatchObject({ state: 'paid' })
  return shopOrder(checkoutUrl)
}

test('a page that learns of its own payment before the answer to Pay comes goes to the shop, and asks it for nothing else', async ({
  page,
}) => {
  const { person, checkoutUrl } = await openCheckout(page)
  await page.route(checkoutUrl, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    const answer = await route.fetch({ maxRedirects: 0 })
    await page.waitForResponse(`${checkoutUrl}/state`)
    await route.fulfill({ response: answer })
  })
  await payButton(page).click()
  await atShop(page)
  await expectOnePayment(person, checkoutUrl)
})
