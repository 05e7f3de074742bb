import { type BrowserContextOptions, devices } from '@playwright/test'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { codeAt, vendingUrl } from './support/codes'
import { balancesOf, newPerson, signIn } from './support/people'

const { defaultBrowserType: _, ...phone } = devices['Pixel 7']
const ways: readonly { readonly how: string; readonly browser: BrowserContextOptions }[] = [
  { how: 'without JavaScript', browser: { javaScriptEnabled: false } },
  { how: 'on a phone', browser: { ...phone, viewport: { width: 390, height: 844 } } },
]

for (const { how, browser } of ways) {
  test.describe(how, () => {
    test.use(browser)

    test(`the machine's code is scanned, things are chosen and paid, and the machine gives them out, ${how}`, async ({
      page,
    }) => {
      const ada = await newPerson({ EUR: '20.00' })
      await signIn(page.context(), ada)
      await page.goto('/wallet/scan')
      await page.getByLabel('Or paste the text of the code').fill(await codeAt(vendingUrl()))
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect(page.getByRole('heading', { name: 'Choose at Night Owl Vending' })).toBeVisible()
      await expect(page.getByText('Sold out')).toBeVisible()
      await page.getByLabel('How many of Salted almonds').fill('1')
      await page.getByLabel('How many of Travel stamps').fill('2')
      if (browser.javaScriptEnabled === false) await page.getByRole('button', { name: 'Work out the total' }).click()
      await expect(page.getByText('€4.60')).toBeVisible()
      await page.getByRole('button', { name: 'Go on to pay' }).click()
      await expect(page.getByRole('heading', { name: 'Night Owl Vending asks for €4.60' })).toBeVisible()
      await page.getByRole('button', { name: 'Pay €4.60' }).click()
      await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
      expect(await balancesOf(ada)).toEqual({ EUR: '15.40' })
      await page.goto(vendingUrl())
      await expect(page.getByText(/1 × Salted almonds, 60 g and 2 × Travel stamps/)).toBeVisible()
    })
  })
}

test('less than the least is not ordered, and what was typed stays', async ({ page }) => {
  await signIn(page.context(), await newPerson({ EUR: '20.00' }))
  await page.goto(`/wallet/inventory?${new URLSearchParams({ code: await codeAt(vendingUrl()) })}`)
  await page.getByLabel('How many of Travel stamps').fill('1')
  await page.getByLabel('How many of Sparkling water').fill('3')
  await page.getByRole('button', { name: 'Go on to pay' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing has been ordered.' })).toBeVisible()
  await expect(page.getByLabel('How many of Sparkling water')).toHaveValue('3')
  expect(await axeFaults(page)).toEqual([])
})
