import { expect, type Page } from '@playwright/test'
import { latestMail } from './mailbox'
import { newEmail } from './people'
import { site } from './site'

/** From the shop's front page to the shop's order page: with a new address, an empty wallet and play money. */
export async function firstPurchase(page: Page): Promise<void> {
  const email = newEmail('newcomer')
  await page.goto(site().shopUrl)
  await page.getByRole('button', { name: 'Buy Monsooned Malabar' }).click()
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await typeMailedCode(page, email)
  await expect(page.getByText('You have no US Dollar wallet yet')).toBeVisible()
  await page.getByRole('link', { name: 'Add $19.40 and come back' }).click()
  await page.getByRole('button', { name: 'Add to my wallet' }).click()
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
}

/** On the page that waits for the code: reads the mail and signs in with what it says. */
export async function typeMailedCode(page: Page, email: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible()
  const { code } = await latestMail(page.request, email)
  await page.getByLabel('8-digit code').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
