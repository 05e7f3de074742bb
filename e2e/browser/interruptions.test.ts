import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, type Person, signIn } from './support/people'
import { buy, shopOrder } from './support/shop'
import { site } from './support/site'

const payButton = (page: Page) => page.getByRole('button', { name: 'Pay $19.40' })

async function openCheckout(page: Page): Promise<{ person: Person; checkoutUrl: string }> {
  const person = await newPerson({ USD: '100.00' })
  const checkoutUrl = await buy()
  await signIn(page.context(), person)
  await page.goto(checkoutUrl)
  return { person, checkoutUrl }
}

test.describe('the connection breaks', () => {
  // What the browser and React say of a request that got no answer.
  test.use({ toleratedFaults: /ERR_FAILED|Failed to fetch|Minified React error/ })

  test('the press on Pay does not arrive: the page says how to find out, nothing is charged, and paying works', async ({
    page,
  }) => {
    const { person, checkoutUrl } = await openCheckout(page)
    await page.route(checkoutUrl, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
    await payButton(page).click()
    await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
    await expect(page.getByText('One order is never charged twice.')).toBeVisible()
    expect(await balancesOf(person)).toEqual({ USD: '100.00' })
    await page.unroute(checkoutUrl)
    await page.getByRole('link', { name: 'Check again' }).click()
    await payButton(page).click()
    await page.waitForURL(`${site().shopUrl}/orders/**`)
    expect(await balancesOf(person)).toEqual({ USD: '80.60' })
  })

  test('the answer to Pay is lost: trying again shows the receipt, and the order was paid once', async ({ page }) => {
    const { person, checkoutUrl } = await openCheckout(page)
    await page.route(checkoutUrl, async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch({ maxRedirects: 0 })
      return route.abort()
    })
    await payButton(page).click()
    await page.getByRole('link', { name: 'Check again' }).click()
    await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
    expect(await balancesOf(person)).toEqual({ USD: '80.60' })
    await expect.poll(() => shopOrder(checkoutUrl)).toMatchObject({ state: 'paid', surplusPayments: 0 })
  })
})

test.describe('the network is gone', () => {
  test.use({ toleratedFaults: /ERR_INTERNET_DISCONNECTED|Failed to fetch|Minified React error/ })

  test('pressing Pay blames nobody, says what is not known, and the page looks again when the network is back', async ({
    page,
    context,
  }) => {
    const { person } = await openCheckout(page)
    await context.setOffline(true)
    await payButton(page).click()
    await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
    await expect(page.getByText('we do not know yet whether it was paid')).toBeVisible()
    await expect(page.getByText('quote this number')).toBeHidden()
    await context.setOffline(false)
    await payButton(page).click()
    await page.waitForURL(`${site().shopUrl}/orders/**`)
    expect(await balancesOf(person)).toEqual({ USD: '80.60' })
  })
})

test('cancelled in one tab and paid in another at the same moment: either paid or cancelled, never both', async ({
  page,
}) => {
  const { person, checkoutUrl } = await openCheckout(page)
  const second = await page.context().newPage()
  await second.goto(checkoutUrl)
  await Promise.all([
    payButton(page).click(),
    second.getByRole('button', { name: 'Cancel and return to Kaveri Coffee' }).click(),
  ])
  const ended = /^(Paid|Waiting for payment|The payment was cancelled|The order is not paid)$/
  for (const tab of [page, second]) await expect(tab.getByRole('heading', { name: ended, level: 1 })).toBeVisible()
  await page.goto(checkoutUrl)
  const outcome = await page.getByRole('heading', { level: 1 }).textContent()
  const { USD } = await balancesOf(person)
  expect([outcome, USD]).toEqual(outcome === 'Paid' ? ['Paid', '80.60'] : ['The payment was cancelled', '100.00'])
})

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`who was signed out meanwhile is asked to sign in, and is led back to the checkout, ${how}`, async ({
      page,
    }) => {
      const { person, checkoutUrl } = await openCheckout(page)
      await page.context().clearCookies()
      await payButton(page).click()
      await expect(page.getByText('You are signing in to pay $19.40 to Kaveri Coffee.')).toBeVisible()
      expect(new URL(page.url()).searchParams.get('next')).toBe(new URL(checkoutUrl).pathname)
      expect(await balancesOf(person)).toEqual({ USD: '100.00' })
    })
  })
}
