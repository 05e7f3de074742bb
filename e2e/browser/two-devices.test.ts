import { expect, test } from './support/browser-test'
import { newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

const phone = { viewport: { width: 390, height: 844 } }

test('the desktop shows a code of the same checkout, and follows by itself when the phone has paid', async ({
  page,
  openBrowser,
}) => {
  const ada = await newPerson({ USD: '50.00' })
  const checkoutUrl = await buy()
  await signIn(page.context(), ada)
  await page.goto(checkoutUrl)
  await page.getByText('Continue on your phone').click()
  await expect(page.getByRole('img', { name: 'A code that opens this order on another device' })).toBeVisible()
  const onPhone = await openBrowser(phone)
  await signIn(onPhone.context(), ada)
  await onPhone.goto(checkoutUrl)
  await expect(onPhone.getByText('Continue on your phone')).toBeHidden()
  await onPhone.getByRole('button', { name: 'Pay $19.40' }).click()
  await onPhone.waitForURL(`${site().shopUrl}/orders/**`)
  await expect(page.getByRole('heading', { name: 'Paid', exact: true })).toBeVisible({ timeout: 10_000 })
})

test('a desktop where nobody is signed in follows too, and does not tell who paid', async ({ page, openBrowser }) => {
  const ada = await newPerson({ USD: '50.00' })
  const checkoutUrl = await buy()
  await page.goto(checkoutUrl)
  const onPhone = await openBrowser(phone)
  await signIn(onPhone.context(), ada)
  await onPhone.goto(checkoutUrl)
  await onPhone.getByRole('button', { name: 'Pay $19.40' }).click()
  await onPhone.waitForURL(`${site().shopUrl}/orders/**`)
  await expect(page.getByRole('heading', { name: 'This order is paid' })).toBeVisible({ timeout: 10_000 })
  await expect(page).toHaveTitle(/^Paid – Kaveri Coffee/)
  expect(await page.content()).not.toContain(ada.email)
  await page.getByRole('link', { name: 'Return to Kaveri Coffee' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
})

test('when the desktop pays, the phone follows', async ({ page, openBrowser }) => {
  const ada = await newPerson({ USD: '50.00' })
  const checkoutUrl = await buy()
  const onPhone = await openBrowser(phone)
  await signIn(onPhone.context(), ada)
  await onPhone.goto(checkoutUrl)
  await signIn(page.context(), ada)
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  await expect(onPhone.getByRole('heading', { name: 'Paid', exact: true })).toBeVisible({ timeout: 10_000 })
})
