import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

const purchases = [
  { product: 'monsoon-malabar', code: 'USD', has: '100.00', pay: '$19.40', left: '$80.60', rest: '80.60' },
  { product: 'ride-ntinda', code: 'UGX', has: '50000', pay: 'UGX 7,000', left: 'UGX 43,000', rest: '43000' },
  { product: 'cardamom', code: 'KWD', has: '2.000', pay: 'KWD 0.875', left: 'KWD 1.125', rest: '1.125' },
] as const

for (const { product, code, has, pay, left, rest } of purchases) {
  test(`${code} is shown with the digits that it has, and exactly that is charged`, async ({ page }) => {
    const person = await newPerson({ [code]: has })
    await signIn(page.context(), person)
    const checkoutUrl = await buy(product)
    await page.goto(checkoutUrl)
    await expect(page.getByText(`${left} left after paying`)).toBeVisible()
    await page.getByRole('button', { name: `Pay ${pay}` }).click()
    await page.waitForURL(`${site().shopUrl}/orders/**`)
    expect(await balancesOf(person)).toEqual({ [code]: rest })
    await page.goto(checkoutUrl)
    await expect(page.getByText(`${pay} went from your wallet to`)).toBeVisible()
  })
}

test('what the items do not add up to stands on a line of its own', async ({ page }) => {
  await page.goto(await buy('brass-filter'))
  const order = page.getByRole('region', { name: 'Order' })
  await expect(order.getByRole('listitem').filter({ hasText: 'Brass filter, two cups' })).toContainText('$32.00')
  const difference = order.locator('div').filter({ has: page.getByText('Other charges (not itemised)') })
  await expect(difference.last()).toContainText('$4.90')
  await expect(order.getByText('$36.90')).toHaveCount(2)
})
