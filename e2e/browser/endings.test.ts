import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { createCheckout } from './support/checkouts'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site, stallUrl } from './support/site'
import { openStale } from './support/stale-page'
import { stallKeepers } from './support/stall-keepers'

const { books } = stallKeepers

const expired = (page: Page) => page.getByRole('heading', { name: 'The time to pay has run out' })
const clock = (page: Page) => page.getByRole('timer', { name: 'Time left' })

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(`a link that leads nowhere, ${how}`, () => {
    // The browser itself reports the status of the page.
    test.use({ javaScriptEnabled, toleratedFaults: /status of 404/ })

    for (const path of ['/pay/sess_AAAAAAAAAAAAAAAAAAAAAAAA', '/pay/%F0%9F%92%A9', "/pay/'%20OR%201=1"]) {
      test(`${path} belongs to no payment: that is said, and that nothing was charged, ${how}`, async ({ page }) => {
        const answer = await page.goto(path)
        expect(answer?.status()).toBe(404)
        await expect(page.getByRole('heading', { name: 'We cannot find this payment' })).toBeVisible()
        await expect(page.getByText('Opening this link has charged nothing.')).toBeVisible()
      })
    }

    test(`an address that is none has a page of its own, ${how}`, async ({ page }) => {
      expect((await page.goto('/no/such/page'))?.status()).toBe(404)
      await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Go to your wallet' })).toHaveAttribute('href', '/wallet')
    })
  })
}

test('cancelling goes to the cancel page of the shop, and the checkout stays cancelled', async ({ page }) => {
  const person = await newPerson({ USD: '50.00' })
  const checkoutUrl = await buy()
  await signIn(page.context(), person)
  await page.goto(checkoutUrl)
  const stale = await openStale(page.context(), checkoutUrl)
  await page.getByRole('button', { name: 'Cancel and return to Kaveri Coffee' }).click()
  await expect(page.getByRole('heading', { name: 'The order is not paid' })).toBeVisible()
  await page.goto(checkoutUrl)
  await expect(page.getByRole('heading', { name: 'The payment was cancelled' })).toBeVisible()
  await expect(page.getByText('Nothing has been charged.')).toBeVisible()
  await stale.getByRole('button', { name: 'Pay $19.40' }).click()
  await expect(stale.getByRole('heading', { name: 'The payment was cancelled' })).toBeVisible()
  expect(await balancesOf(person)).toEqual({ USD: '50.00' })
  await page.getByRole('link', { name: 'Return to Kaveri Coffee' }).click()
  await expect(page.getByRole('heading', { name: 'The order is not paid' })).toBeVisible()
})

test('somebody who is not signed in can cancel, without JavaScript too', async ({ openBrowser }) => {
  const page = await openBrowser({ javaScriptEnabled: false })
  await page.goto(await buy('ride-ntinda'))
  await page.getByRole('button', { name: 'Cancel and return to Boda Boda Kampala' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/*/cancelled`)
})

test('a merchant without pages of its own: who pays ends at the receipt, who cancels at the cancelled page', async ({
  page,
}) => {
  const person = await newPerson({ USD: '50.00' })
  await signIn(page.context(), person)
  await page.goto(await createCheckout(books))
  await page.getByRole('button', { name: 'Pay $12.00' }).click()
  await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
  await expect(page.getByText('You can close this page.')).toBeVisible()
  await page.goto(await createCheckout(books))
  await page.getByRole('button', { name: 'Cancel the payment' }).click()
  await expect(page.getByRole('heading', { name: 'The payment was cancelled' })).toBeVisible()
  expect(await balancesOf(person)).toEqual({ USD: '38.00' })
})

test('the session id reaches the success page where the merchant asked for it', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  const checkoutUrl = await createCheckout(books, {
    urls: { success: `${stallUrl()}/7001/thanks?of={SESSION_ID}&x=1` },
  })
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $12.00' }).click()
  await page.waitForURL(`${stallUrl()}/7001/thanks?of=${checkoutUrl.split('/').at(-1)}&x=1`)
})

test('the clock is not there while there is time, and appears when five minutes are left', async ({ page }) => {
  await page.clock.install()
  await page.goto(await createCheckout(books, { expiresInSeconds: 330 }))
  await expect(page.getByRole('heading', { name: 'Pay Harbour Books' })).toBeVisible()
  await expect(clock(page)).toHaveCount(0)
  await page.clock.fastForward(31_000)
  await expect(clock(page)).toHaveText(/^4:[0-5][0-9]$/)
  await expect(page.getByText(/^Pay by \d\d:\d\d:\d\d UTC$/)).toBeVisible()
})

test('without JavaScript the time until which one can pay is there in words', async ({ openBrowser }) => {
  const page = await openBrowser({ javaScriptEnabled: false })
  await page.goto(await createCheckout(books, { expiresInSeconds: 250 }))
  await expect(page.getByText(/^Pay by \d\d:\d\d:\d\d UTC$/)).toBeVisible()
})

test('with JavaScript the time is that of the reader’s own clock, with the one in UTC beside it', async ({
  openBrowser,
}) => {
  const page = await openBrowser({ timezoneId: 'Asia/Dhaka' })
  await page.goto(await createCheckout(books, { expiresInSeconds: 250 }))
  await expect(page.getByText(/^Pay by \d\d:\d\d:\d\d GMT\+6$/)).toBeVisible()
  await expect(page.getByTitle(/^\d\d:\d\d:\d\d UTC$/)).toBeVisible()
})

test('when the time is over the page says so by itself', async ({ page }) => {
  const checkoutUrl = await createCheckout(books, {
    expiresInSeconds: 12,
    urls: { cancel: `${stallUrl()}/7001/basket` },
  })
  await page.goto(checkoutUrl)
  await expect(clock(page)).toBeVisible()
  await expect(expired(page)).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText('Nothing has been charged.')).toBeVisible()
  await page.getByRole('link', { name: 'Return to Harbour Books' }).click()
  await expect(page.getByRole('heading', { name: 'At /basket' })).toBeVisible()
})

test('pressing Pay when the time is over charges nothing', async ({ openBrowser }) => {
  const person = await newPerson({ USD: '50.00' })
  const page = await openBrowser({ javaScriptEnabled: false })
  await signIn(page.context(), person)
  const expiresAtMs = Date.now() + 11_000
  await page.goto(await createCheckout(books, { expiresInSeconds: 10 }))
  await expect(page.getByRole('button', { name: 'Pay $12.00' })).toBeVisible()
  await expect.poll(() => Date.now(), { timeout: 30_000 }).toBeGreaterThan(expiresAtMs)
  await page.getByRole('button', { name: 'Pay $12.00' }).click()
  await expect(expired(page)).toBeVisible()
  expect(await balancesOf(person)).toEqual({ USD: '50.00' })
})
