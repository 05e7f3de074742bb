import type { Page } from '@playwright/test'
import { expect, test } from './support/browser-test'
import { createCheckout } from './support/checkouts'
import { tabTo } from './support/keyboard'
import { balancesOf, newPerson, signIn } from './support/people'
import { stallKeepers } from './support/stall-keepers'

const { books } = stallKeepers

const line = (page: Page) => page.getByText('Your payment goes straight to Harbour Books.')
const why = (page: Page) => page.getByRole('link', { name: 'Why this way?' })
const ways = (page: Page) => page.getByRole('region', { name: 'How this payment can travel' })

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`the page says how the payment travels, on demand why, and one can pay from there, ${how}`, async ({
      page,
    }) => {
      const person = await newPerson({ USD: '50.00' })
      await signIn(page.context(), person)
      await page.goto(await createCheckout(books))
      await expect(line(page)).toBeVisible()
      await expect(ways(page)).toHaveCount(0)
      await why(page).click()
      await expect(ways(page).getByRole('listitem').first()).toHaveText(
        /Straight to Harbour Books\s*This is the way that we take\./,
      )
      await page.getByRole('button', { name: 'Pay $12.00' }).click()
      await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
      await expect(ways(page)).toHaveCount(0)
      expect(await balancesOf(person)).toEqual({ USD: '38.00' })
    })
  })
}

test('the reasons are in view where one asks for them, and go away again, with the keyboard alone', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(page.context(), await newPerson({ USD: '50.00' }))
  await page.goto(await createCheckout(books))
  await tabTo(page, why(page))
  await page.keyboard.press('Enter')
  await expect(ways(page)).toBeInViewport()
  await tabTo(page, ways(page).getByRole('link', { name: 'Hide' }))
  await page.keyboard.press('Enter')
  await expect(ways(page)).toHaveCount(0)
  await expect(line(page)).toBeVisible()
})

test('who is not signed in reads the way too', async ({ page }) => {
  await page.goto(`${await createCheckout(books)}?ways`)
  await expect(line(page)).toBeVisible()
  await expect(ways(page).getByText('This is the way that we take.')).toBeVisible()
})

test('when there is no way the page says calmly that nothing was charged, and Pay stays', async ({ page }) => {
  await page.goto('/dev/gallery/open-no-way')
  await expect(page.getByText('We cannot reach Blue Door Coffee at the moment')).toBeVisible()
  await expect(page.getByText('Nothing has been charged.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Why not?' })).toHaveAttribute('href', '?ways#ways')
  await expect(page.getByRole('button', { name: 'Pay $25.00' })).toBeVisible()
})

test('the ways past others are read in the order in which the money travels, each with its reason', async ({
  page,
}) => {
  await page.goto('/dev/gallery/open-ways')
  await expect(
    page.getByText('Your payment goes through Meridian Clearing, then Harbour Payments to Blue Door Coffee.'),
  ).toBeVisible()
  await expect(ways(page).getByRole('listitem')).toHaveText([
    /^Meridian Clearing, then Harbour PaymentsThis is the way that we take\.$/,
    /^Meridian Clearing, then Harbour Payments, then Isle SavingsPossible too\.$/,
    /^Straight to Blue Door CoffeeThe merchant does not take payments this way\.$/,
    /^Copper BankOur reserve there is too low\.$/,
  ])
  await page.goto('/dev/gallery/open-ways-none')
  await expect(ways(page).getByText('Our reserve at Meridian Clearing is too low.')).toBeVisible()
})
