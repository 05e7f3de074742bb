import { expect, test } from './support/browser-test'
import { tabTo } from './support/keyboard'
import { latestMail } from './support/mailbox'
import { newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

test('somebody who has only a keyboard buys, signs in and pays', async ({ page }) => {
  const { email } = await newPerson({ USD: '50.00', KWD: '1.000' })
  await page.goto(site().shopUrl)
  await tabTo(page, page.getByRole('button', { name: 'Buy Monsooned Malabar' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Email address'))
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('8-digit code'))
  await page.keyboard.type((await latestMail(page.request, email)).code)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('radio', { name: /US Dollar wallet/ }))
  await tabTo(page, page.getByRole('button', { name: 'Pay $19.40' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
})

test('the first stop of the keyboard leads past the head of the page', async ({ page }) => {
  await page.goto(await buy())
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('on a phone what has the focus is never behind the pay bar', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 500 })
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await page.goto(await buy())
  const cancel = page.getByRole('button', { name: 'Cancel and return to Kaveri Coffee' })
  await tabTo(page, cancel)
  const covered = await cancel.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    return !element.contains(document.elementFromPoint(x + width / 2, y + height / 2))
  })
  expect(covered).toBe(false)
})
