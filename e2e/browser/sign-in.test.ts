import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { typeMailedCode } from './support/first-purchase'
import { latestMail } from './support/mailbox'
import { newEmail, newPerson, signIn } from './support/people'
import { buy } from './support/shop'

async function askForCode(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
}

async function tryCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('8-digit code').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const otherCode = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0')

test('the link of the mail asks before it signs in, and opening it ten times does not use it up', async ({ page }) => {
  const email = newEmail()
  await askForCode(page, email)
  const { link } = await latestMail(page.request, email)
  for (let scans = 0; scans < 10; scans++) expect((await page.request.get(link)).status()).toBe(200)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Sign in on this device?' })).toBeVisible()
  await page.getByRole('button', { name: 'Yes, sign me in' }).click()
  await expect(page.getByRole('heading', { name: 'Your wallet' })).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
  const [session] = await page.context().cookies()
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
})

test('the link of the mail works once', async ({ page, openBrowser }) => {
  const email = newEmail()
  await askForCode(page, email)
  const { link } = await latestMail(page.request, email)
  const second = await openBrowser()
  await page.goto(link)
  await second.goto(link)
  await page.getByRole('button', { name: 'Yes, sign me in' }).click()
  await expect(page.getByRole('heading', { name: 'Your wallet' })).toBeVisible()
  await second.getByRole('button', { name: 'Yes, sign me in' }).click()
  await expect(second.getByText('This code is used up or too old.')).toBeVisible()
  await second.goto(link)
  await expect(second.getByRole('link', { name: 'Send a new code' })).toBeVisible()
  await second.goto('/wallet')
  await expect(second.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('after five wrong codes even the right one is refused', async ({ page }) => {
  const email = newEmail()
  await askForCode(page, email)
  const { code } = await latestMail(page.request, email)
  for (let tries = 0; tries < 5; tries++) {
    await tryCode(page, otherCode(code))
    await expect(page.getByText('This is not the code that we sent.')).toBeVisible()
    await page.reload()
  }
  await tryCode(page, code)
  await expect(page.getByText('This code is used up or too old.')).toBeVisible()
  await page.goto('/wallet')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a code may be typed with the spaces and the dash that people copy along', async ({ page }) => {
  const email = newEmail()
  await askForCode(page, email)
  const { code } = await latestMail(page.request, email)
  await tryCode(page, ` ${code.slice(0, 4)}\u00a0- ${code.slice(4)} `)
  await expect(page.getByRole('heading', { name: 'Your wallet' })).toBeVisible()
})

test('a used code does not sign in a second time', async ({ page, openBrowser }) => {
  const email = newEmail()
  await askForCode(page, email)
  const { code } = await latestMail(page.request, email)
  const second = await openBrowser()
  await second.goto(page.url())
  await tryCode(page, code)
  await expect(page.getByRole('heading', { name: 'Your wallet' })).toBeVisible()
  await tryCode(second, code)
  await expect(second.getByText('This code is used up or too old.')).toBeVisible()
})

test('nobody learns from the pages whether an address is known', async ({ page, openBrowser }) => {
  const known = await newPerson({ USD: '1.00' })
  const stranger = newEmail()
  const words = async (visitor: Page, email: string) => {
    await askForCode(visitor, email)
    return ((await visitor.getByRole('main').textContent()) ?? '').replaceAll(email, '…')
  }
  expect(await words(page, known.email)).toBe(await words(await openBrowser(), stranger))
})

test('the checkout survives the detour to sign in, by code and by link', async ({ page, openBrowser }) => {
  for (const visitor of [page, await openBrowser()]) {
    const checkoutUrl = await buy()
    const { email } = await newPerson({ USD: '20.00' })
    await visitor.goto(checkoutUrl)
    await visitor.getByLabel('Email address').fill(email)
    await visitor.getByRole('button', { name: 'Send me a code' }).click()
    await expect(visitor.getByText('You are signing in to pay $19.40 to Kaveri Coffee.')).toBeVisible()
    if (visitor === page) await typeMailedCode(visitor, email)
    else {
      await visitor.goto((await latestMail(visitor.request, email)).link)
      await expect(visitor.getByText('You are signing in to pay $19.40 to Kaveri Coffee.')).toBeVisible()
      await visitor.getByRole('button', { name: 'Yes, sign me in' }).click()
    }
    await expect(visitor.getByRole('button', { name: 'Pay $19.40' })).toBeVisible()
    expect(visitor.url()).toBe(checkoutUrl)
  }
})

test('somebody else can sign in on the same checkout', async ({ page }) => {
  const checkoutUrl = await buy()
  const first = await newPerson({ USD: '20.00' })
  await signIn(page.context(), first)
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Not you? Sign out' }).click()
  await expect(page.getByLabel('Email address')).toBeVisible()
  await expect(page.getByText(first.email)).toHaveCount(0)
  expect(page.url()).toBe(checkoutUrl)
})

test('what is no address is said at once and nothing is sent', async ({ openBrowser }) => {
  // Without JavaScript and with the browser's own check of the field out of the way.
  const page = await openBrowser({ javaScriptEnabled: false })
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill('ada@example')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await expect(page.getByText('This is not an email address.')).toBeVisible()
})
