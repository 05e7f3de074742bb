import type { Page } from '@playwright/test'
import { sql } from '@/lib/db/testing/sql'
import { plugInAuthenticator } from './support/authenticator'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { typeMailedCode } from './support/first-purchase'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

const confirmButton = (page: Page) => page.getByRole('button', { name: 'Confirm with a passkey' })
const payButton = (page: Page) => page.getByRole('button', { name: 'Pay $19.40' })

async function addPasskey(page: Page): Promise<void> {
  await page.goto('/wallet/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('Windows · Chrome', { exact: true })).toBeVisible()
}

async function askAbove(page: Page, amount: string): Promise<void> {
  await page.getByLabel('Currency').selectOption('USD')
  await page.getByLabel('Ask for my passkey above').fill(amount)
  await page.getByRole('button', { name: 'Set the amount' }).click()
}

test('a passkey is added, named, and signs in without a mail, on to where one wanted to go', async ({ page }) => {
  const ada = await newPerson({ USD: '50.00' })
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await addPasskey(page)
  await page.locator('summary', { hasText: 'Rename' }).click()
  await page.getByLabel('Name').fill('My <b>laptop</b>')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('My <b>laptop</b>', { exact: true })).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/sign-in?next=/wallet/security')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: 'Security' })).toBeVisible()
  await expect(page.getByText('My <b>laptop</b>', { exact: true })).toBeVisible()
  await expect(page.getByText('This device')).toBeVisible()
})

test('above the amount a payment is confirmed with a passkey first, and below it is not', async ({ page }) => {
  const ada = await newPerson({ USD: '50.00' })
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await addPasskey(page)
  await askAbove(page, '19.40')
  await expect(page.getByText('payments above $19.40')).toBeVisible()
  const checkout = await buy()
  await page.goto(checkout)
  await expect(payButton(page)).toBeVisible()
  await page.goto('/wallet/security')
  await askAbove(page, '19.39')
  await expect(page.getByText('payments above $19.39')).toBeVisible()
  await page.goto(checkout)
  await expect(page.getByText('You have set that payments above $19.39 ask for your passkey.')).toBeVisible()
  await expect(payButton(page)).toBeHidden()
  await confirmButton(page).click()
  await expect(page.getByText('Confirmed with your passkey.')).toBeVisible()
  expect(await balancesOf(ada)).toEqual({ USD: '50.00' })
  await payButton(page).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  expect(await balancesOf(ada)).toEqual({ USD: '30.60' })
})

test('what is changed of the protection is told by mail', async ({ page }) => {
  const ada = await newPerson()
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await addPasskey(page)
  await page.getByRole('button', { name: 'Remove Windows · Chrome' }).click()
  await expect(page.getByText('No passkey yet')).toBeVisible()
  const subjects = () =>
    sql(`SELECT subject FROM development_mails WHERE recipient = '${ada.email}' ORDER BY id`).then((mails) =>
      mails.map(({ subject }) => String(subject).replace(/ – .*$/, '')),
    )
  await expect.poll(subjects).toEqual(['A passkey was added to your wallet', 'A passkey of your wallet was removed'])
})

test('a passkey signs in on the way to paying, and leads back to the checkout', async ({ page }) => {
  const ada = await newPerson({ USD: '50.00' })
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await addPasskey(page)
  await page.context().clearCookies()
  await page.goto(await buy())
  await page.getByRole('link', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await payButton(page).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  expect(await balancesOf(ada)).toEqual({ USD: '30.60' })
})

test('axe finds nothing on the real pages', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await plugInAuthenticator(page)
  await addPasskey(page)
  await askAbove(page, '0')
  await expect(page.getByText('In US Dollar, every payment')).toBeVisible()
  for (const path of ['/wallet/security', '/wallet/security?problem=PASSKEY_NEEDED', await buy()]) {
    await page.goto(path)
    expect(await axeFaults(page), path).toEqual([])
  }
})

test('a page from before the amount was set cannot pay above it, and says what to do', async ({
  page,
  openBrowser,
}) => {
  const ada = await newPerson({ USD: '50.00' })
  const phone = await openBrowser()
  await signIn(phone.context(), ada)
  await phone.goto(await buy())
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await addPasskey(page)
  await askAbove(page, '0')
  await expect(page.getByText('In US Dollar, every payment')).toBeVisible()
  await payButton(phone).click()
  await expect(phone.getByText('This is above the amount that you set for asking for your passkey.')).toBeVisible()
  await expect(confirmButton(phone)).toBeVisible()
  expect(await balancesOf(ada)).toEqual({ USD: '50.00' })
})

test('whom the authenticator does not recognise confirms nothing', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  const authenticator = await plugInAuthenticator(page)
  await addPasskey(page)
  await askAbove(page, '0')
  await expect(page.getByText('In US Dollar, every payment')).toBeVisible()
  await page.goto(await buy())
  await authenticator.recognise(false)
  await confirmButton(page).click()
  await expect(page.getByText('No passkey was given. Nothing was done')).toBeVisible()
  await authenticator.recognise(true)
  await confirmButton(page).click()
  await expect(payButton(page)).toBeVisible()
})

test('once there is an amount, only a passkey raises it or removes the last passkey', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await plugInAuthenticator(page)
  await addPasskey(page)
  await askAbove(page, '5')
  await expect(page.getByText('payments above $5.00')).toBeVisible()
  await askAbove(page, '500')
  await expect(page.getByText('so only a passkey can change this')).toBeVisible()
  await expect(page.getByText('payments above $5.00')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Windows · Chrome' }).click()
  await expect(page.getByText('so only a passkey can change this')).toBeVisible()
  await confirmButton(page).click()
  await expect(page.getByRole('heading', { name: 'Is it you?' })).toBeHidden()
  await askAbove(page, '500')
  await expect(page.getByText('payments above $500.00')).toBeVisible()
  await page.getByRole('button', { name: 'Remove Windows · Chrome' }).click()
  await expect(page.getByText('No passkey yet')).toBeVisible()
  await expect(page.getByText('Add a passkey first. Then you can set an amount here.')).toBeVisible()
})

test('a device that is signed out elsewhere is out with its next request', async ({ page, openBrowser }) => {
  const ada = await newPerson()
  const phone = await openBrowser()
  await signIn(phone.context(), ada)
  await phone.goto('/wallet')
  await signIn(page.context(), ada)
  await page.goto('/wallet/security')
  await page.getByRole('button', { name: 'Sign out all other devices' }).click()
  // Its words are others while it is under way.
  for (const name of ['Sign out all other devices', 'Signing out…'])
    await expect(page.getByRole('button', { name })).toBeHidden()
  await phone.reload()
  await expect(phone.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.reload()
  await expect(page.getByText('This device')).toBeVisible()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says what a passkey needs, and everything else works', async ({ page, openBrowser }) => {
    const ada = await newPerson()
    const phone = await openBrowser({ javaScriptEnabled: false })
    await signIn(phone.context(), ada)
    await signIn(page.context(), ada)
    const answer = await page.goto('/wallet/security')
    // Playwright's browser reads the page as one with JavaScript, and then runs none: it does not show what stands in <noscript>.
    expect(await answer?.text()).toContain('A passkey needs JavaScript, which is switched off in this browser.')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await expect(page.getByText('No passkey answered, and nothing was done.')).toBeVisible()
    await page.getByRole('button', { name: 'Sign out all other devices' }).click()
    await phone.goto('/wallet')
    await expect(phone.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })
})

test('who signed in long ago proves it with a mailed code before a passkey is added', async ({ page }) => {
  const ada = await newPerson()
  await signIn(page.context(), ada)
  await sql(`UPDATE sessions SET proven_at = now() - interval '11 minutes' WHERE user_id = '${ada.userId}'`)
  await page.goto('/wallet/security')
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeHidden()
  await page.getByRole('button', { name: 'Mail me a code' }).click()
  await typeMailedCode(page, ada.email)
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Signed in' })).toHaveCount(1)
})
