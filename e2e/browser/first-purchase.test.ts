import { type BrowserContextOptions, devices } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { firstPurchase } from './support/first-purchase'

const { defaultBrowserType: _, ...phone } = devices['Pixel 7']

const ways: readonly { readonly how: string; readonly browser: BrowserContextOptions }[] = [
  { how: 'with JavaScript', browser: {} },
  { how: 'without JavaScript', browser: { javaScriptEnabled: false } },
  { how: 'on a phone', browser: { ...phone, viewport: { width: 390, height: 844 } } },
  { how: 'on a phone without JavaScript', browser: { ...phone, javaScriptEnabled: false } },
]

for (const { how, browser } of ways) {
  test.describe(how, () => {
    test.use(browser)

    test(`someone who has never been here buys, signs in with the mailed code, pays, and the shop says Paid, ${how}`, async ({
      page,
    }) => {
      await firstPurchase(page)
      await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
    })
  })
}
