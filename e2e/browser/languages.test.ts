import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { latestMail } from './support/mailbox'
import { balancesOf, newEmail, newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

const direction = (page: Page) => page.locator('html').getAttribute('dir')

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`changing the language keeps the checkout and the person, and one can pay in Arabic, ${how}`, async ({
      page,
    }) => {
      const person = await newPerson({ KWD: '5.000' })
      const checkoutUrl = await buy('saffron')
      await signIn(page.context(), person)
      await page.goto(checkoutUrl)
      expect(await direction(page)).toBe('ltr')
      await page.getByRole('button', { name: 'العربية' }).click()
      await expect(page.locator('html[dir=rtl][lang=ar]')).toBeAttached()
      expect(page.url()).toBe(checkoutUrl)
      await expect(page.getByText(person.email)).toBeVisible()
      await page.getByRole('button', { name: /^ادفع/ }).click()
      await page.waitForURL(`${site().shopUrl}/orders/**`)
      await page.goto(checkoutUrl)
      await expect(page.getByRole('heading', { name: 'تم الدفع' })).toBeVisible()
      expect(await balancesOf(person)).toEqual({ KWD: '3.750' })
      await page.getByRole('button', { name: 'English' }).click()
      await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible()
    })
  })
}

test('a browser that asks for Arabic gets it from the first page to the last, from right to left', async ({
  openBrowser,
}) => {
  const page = await openBrowser({ locale: 'ar' })
  await page.goto(await buy())
  expect(await direction(page)).toBe('rtl')
  const email = page.getByLabel('البريد الإلكتروني')
  await expect(email).toHaveAttribute('dir', 'ltr')
  await email.fill(newEmail())
  await page.getByRole('button', { name: 'أرسل إليّ رمزًا' }).click()
  await expect(page.getByRole('heading', { name: 'راجع بريدك' })).toBeVisible()
  expect(await direction(page)).toBe('rtl')
})

test('a page that shows a problem keeps showing it in the other language', async ({ page }) => {
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await page.goto(`${await buy()}?problem=INSUFFICIENT_FUNDS`)
  await expect(page.getByRole('alert').filter({ hasText: 'The payment did not go through' })).toBeVisible()
  await page.getByRole('button', { name: 'العربية' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'لم تتم عملية الدفع' })).toBeVisible()
})

test('the code in an Arabic mail reads in the order in which it must be typed', async ({ openBrowser }) => {
  const page = await openBrowser({ locale: 'ar' })
  const email = newEmail()
  await page.goto('/sign-in')
  await page.getByLabel('البريد الإلكتروني').fill(email)
  await page.getByRole('button', { name: 'أرسل إليّ رمزًا' }).click()
  await expect(page.getByRole('heading', { name: 'راجع بريدك' })).toBeVisible()
  const { code } = await latestMail(page.request, email)
  await page.goto(`/dev/mail?to=${email}`)
  await page.getByRole('main').getByRole('link').first().click()
  const subject = page.getByRole('heading', { level: 1 })
  await expect(subject).toBeVisible()
  expect(await digitsFromLeftToRight(subject)).toBe(code)
  expect(await digitsFromLeftToRight(page.getByRole('main').locator('p[dir=auto]'))).toContain(code)
})

/** The digits of a text as an eye meets them on each line, wherever they stand in the source. */
async function digitsFromLeftToRight(text: Locator): Promise<string> {
  return text.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const digits: { digit: string; x: number; y: number }[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { 0: digit, index } of (node.textContent ?? '').matchAll(/[0-9]/g)) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + 1)
        const { x, y } = range.getBoundingClientRect()
        digits.push({ digit, x, y })
      }
    }
    return digits
      .sort((a, b) => a.y - b.y || a.x - b.x)
      .map(({ digit }) => digit)
      .join('')
  })
}
