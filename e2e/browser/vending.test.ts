import { type BrowserContextOptions, devices } from '@playwright/test'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { codeAt, vendingUrl } from './support/codes'
import { balancesOf, newPerson, signIn } from './support/people'
import { stallUrl } from './support/site'
import { stallKeepers } from './support/stall-keepers'
import { stallCode } from './support/stall-wares'

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
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(page.getByRole('heading', { name: 'Choose at Night Owl Vending' })).toBeVisible()
      await expect(page.getByText('Sold out')).toBeVisible()
      await page.getByLabel('How many of Salted almonds').fill('1')
      await page.getByLabel('How many of Travel stamps').fill('2')
      if (browser.javaScriptEnabled === false) await page.getByRole('button', { name: 'Work out the total' }).click()
      await expect(page.getByText('€4.60')).toBeVisible()
      await page.getByRole('button', { name: 'Continue to pay' }).click()
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
  await page.getByRole('button', { name: 'Continue to pay' }).click()
  const problem = page.getByRole('alert').filter({ hasText: 'Nothing has been ordered.' })
  await expect(problem.getByText(/^Travel stamps.*: at least 2/)).toBeVisible()
  await expect(page.getByLabel('How many of Travel stamps')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('How many of Sparkling water')).toHaveValue('3')
  expect(await axeFaults(page)).toEqual([])
})

test('on a low screen nothing lies over the field that is typed in', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 480 })
  await signIn(page.context(), await newPerson({ EUR: '20.00' }))
  await page.goto(`/wallet/inventory?${new URLSearchParams({ code: await codeAt(vendingUrl()) })}`)
  const fields = page.getByRole('spinbutton')
  for (const field of await fields.all()) {
    await field.focus()
    const isOnTop = await field.evaluate((input) => {
      const { left, top, width, height } = input.getBoundingClientRect()
      return document.elementFromPoint(left + width / 2, top + height / 2) === input
    })
    expect(isOnTop).toBe(true)
  }
})

test('an order that is dearer than what was chosen says so before it can be paid, to nobody else, and can be left', async ({
  page,
  openBrowser,
}) => {
  const ada = await newPerson({ USD: '20.00' })
  await signIn(page.context(), ada)
  const code = stallCode(stallKeepers.books, stallUrl())
  await page.goto(`/wallet/inventory?${new URLSearchParams({ code })}`)
  await page.getByLabel('How many of Atlas of harbours').fill('1')
  await page.getByRole('button', { name: 'Continue to pay' }).click()
  await expect(page.getByRole('heading', { name: 'The order is not what you chose' })).toBeVisible()
  const differences = page.getByRole('listitem')
  await expect(differences.filter({ hasText: 'Atlas of harbours' })).toContainText('$12.00')
  await expect(differences.filter({ hasText: 'Atlas of harbours' })).toContainText('$13.00')
  await expect(differences.filter({ hasText: '<b>Wrapping</b>' })).toContainText('You did not choose this')
  await expect(differences.filter({ hasText: 'Another total' })).toContainText('$15.00')
  expect(await axeFaults(page)).toEqual([])
  const other = await openBrowser()
  await signIn(other.context(), await newPerson())
  expect((await other.request.get(page.url())).status()).toBe(404)
  await page.getByRole('link', { name: 'Continue to the merchant’s order' }).click()
  await expect(page.getByRole('heading', { name: 'Harbour Books asks for $15.00' })).toBeVisible()
  expect(await balancesOf(ada)).toEqual({ USD: '20.00' })
})

test('of a list of two hundred long names the last one can be ordered; of a list that has changed meanwhile nothing', async ({
  page,
}) => {
  await signIn(page.context(), await newPerson({ USD: '20.00' }))
  const code = stallCode(stallKeepers.hostile, stallUrl())
  await page.goto(`/wallet/inventory?${new URLSearchParams({ code })}`)
  await page.locator('input[name=seen]').evaluate((field: HTMLInputElement) => {
    field.value = 'of yesterday'
  })
  await page.getByLabel('How many of Atlas of harbours').fill('1')
  await page.getByRole('button', { name: 'Continue to pay' }).click()
  await expect(page.getByText('The list has changed since you opened it.')).toBeVisible()
  await page.goto(`/wallet/inventory?${new URLSearchParams({ code })}`)
  await page.getByLabel('How many of Atlas of harbours').fill('1')
  await page.getByRole('button', { name: 'Continue to pay' }).click()
  await expect(page.getByRole('heading', { name: 'The order is not what you chose' })).toBeVisible()
})
