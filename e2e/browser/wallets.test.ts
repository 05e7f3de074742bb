import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy, shopOrder } from './support/shop'
import { site } from './support/site'

test('who is short sees by how much, tops up, is back at the same checkout and pays', async ({ page }) => {
  const ben = await newPerson({ USD: '0.50' })
  const checkoutUrl = await buy()
  await signIn(page.context(), ben)
  await page.goto(checkoutUrl)
  await expect(page.getByText('You need $18.90 more to pay this order. Nothing has been charged.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'Add $18.90 and come back' }).click()
  await expect(page.getByText('After this you go back to pay $19.40 to Kaveri Coffee.')).toBeVisible()
  await expect(page.getByLabel('Amount')).toHaveValue('18.90')
  await expect(page.getByLabel('Currency')).toHaveValue('USD')
  await page.getByRole('button', { name: 'Add to my wallet' }).click()
  await expect(page.getByText('$0.00 left after paying')).toBeVisible()
  expect(page.url()).toBe(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  expect(await balancesOf(ben)).toEqual({ USD: '0.00' })
})

test('a top-up that is too precise for its currency is refused with the reason, and nothing is added', async ({
  page,
}) => {
  const person = await newPerson()
  await signIn(page.context(), person)
  await page.goto('/wallet/top-up?currency=UGX&amount=10.50')
  await page.getByRole('button', { name: 'Add to my wallet' }).click()
  await expect(
    page.getByText(
      'Write an amount above zero like 50, with nothing between thousands and no more decimals than the currency has.',
    ),
  ).toBeVisible()
  await expect(page.getByLabel('Amount')).toHaveValue('10.50')
  expect(await balancesOf(person)).toEqual({})
})

test('wallets of other currencies are shown with the reason and cannot be chosen', async ({ page }) => {
  await signIn(page.context(), await newPerson({ EUR: '900.00', KWD: '75.000', USD: '25.00' }))
  await page.goto(await buy())
  const options = page.getByRole('group', { name: 'Pay with' }).getByRole('radio')
  await expect(options).toHaveCount(1)
  await page.getByText('Wallets that cannot pay this (2)').click()
  await expect(options).toHaveCount(3)
  for (const name of [/Euro wallet/, /Kuwaiti Dinar wallet/]) {
    const option = page.getByRole('radio', { name })
    await expect(option).toBeDisabled()
    await expect(option).toHaveAccessibleDescription('Cannot pay: the order is in USD')
  }
  const dollars = page.getByRole('radio', { name: /US Dollar wallet/ })
  await expect(dollars).toBeChecked()
  await expect(dollars).toHaveAccessibleDescription('$5.60 left after paying')
})

test('who holds only other currencies is short of the whole amount', async ({ page }) => {
  await signIn(page.context(), await newPerson({ KWD: '75.000' }))
  await page.goto(await buy())
  await expect(page.getByText('You need $19.40 more to pay this order.')).toBeVisible()
  await expect(page.getByRole('radio', { name: /Kuwaiti Dinar wallet/ })).toBeDisabled()
})

test("the form cannot be bent to pay from another's wallet or from one of another currency", async ({ page }) => {
  const victim = await newPerson({ USD: '500.00' })
  const attacker = await newPerson({ USD: '100.00', EUR: '100.00' })
  await signIn(page.context(), victim)
  const checkoutUrl = await buy()
  await page.goto(checkoutUrl)
  const victimsWallet = await page.getByRole('radio', { checked: true }).inputValue()
  await signIn(page.context(), attacker)
  await page.goto(checkoutUrl)
  await page.getByText('Wallets that cannot pay this (1)').click()
  const euros = await page.getByRole('radio', { name: /Euro wallet/ }).inputValue()
  const refusals = [
    [victimsWallet, 'Choose one of your wallets and press Pay again.'],
    [euros, 'That wallet is in a different currency from this order.'],
    ['1 OR 1=1', 'Choose one of your wallets and press Pay again.'],
  ] as const
  for (const [walletId, words] of refusals) {
    await page.getByRole('radio', { checked: true }).evaluate((radio, value) => {
      radio.setAttribute('value', value)
    }, walletId)
    await page.getByRole('button', { name: 'Pay $19.40' }).click()
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible()
    await page.goto(checkoutUrl)
  }
  expect(await balancesOf(victim)).toEqual({ USD: '500.00' })
  expect(await balancesOf(attacker)).toEqual({ USD: '100.00', EUR: '100.00' })
  expect(await shopOrder(checkoutUrl)).toMatchObject({ state: 'pending', receivedTxid: null })
})
