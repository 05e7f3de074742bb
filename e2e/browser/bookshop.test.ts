import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, signIn } from './support/people'
import { site } from './support/site'

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`a shop with an API key is paid, hears of it by its webhook, and gives the money back, ${how}`, async ({
      page,
    }) => {
      const person = await newPerson({ USD: '50.00' })
      await signIn(page.context(), person)
      await page.goto(`${site().shopUrl}/books`)
      await page.getByRole('button', { name: 'Buy Rivers of the Delta' }).click()
      await expect(page.getByRole('heading', { name: 'Rooftop Books' }).first()).toBeVisible()
      await page.getByRole('button', { name: 'Pay $19.40' }).click()
      await page.waitForURL(`${site().shopUrl}/books/orders/**`)
      await expect(page.getByRole('heading', { name: 'Paid', exact: true })).toBeVisible()
      expect(await balancesOf(person)).toEqual({ USD: '30.60' })
      await page.getByRole('button', { name: 'Give it back' }).click()
      await expect(async () => {
        await page.reload()
        await expect(page.getByRole('heading', { name: 'Refunded' })).toBeVisible({ timeout: 500 })
      }).toPass()
      expect(await balancesOf(person)).toEqual({ USD: '50.00' })
    })
  })
}

test('the reference page shows every endpoint, calls nobody else, and breaks no policy', async ({ page }) => {
  await page.goto('/docs')
  // Twelve endpoints and seven events.
  await expect(page.locator('.swagger-ui .opblock')).toHaveCount(19)
  await expect(page.getByRole('cell', { name: 'That is more than is left to refund' })).toBeVisible()
})

test('the reference page asks for no secret', async ({ page }) => {
  await page.goto('/docs')
  await expect(page.locator('.swagger-ui .opblock').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /authori/i })).toHaveCount(0)
})

test('the reference page can be read in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/docs')
  const summary = page.locator('.swagger-ui .opblock-summary-description').first()
  await expect(summary).toBeVisible()
  const lightness = await summary.evaluate((element) => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[0-9.]+/g) ?? []).map(Number)
    return (red + green + blue) / 3
  })
  expect(lightness).toBeGreaterThan(150)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the reference page lists the endpoints and where the document is', async ({ page }) => {
    await page.goto('/docs')
    await expect(page.getByText('POST /payments/{id}/refunds')).toBeVisible()
    await expect(page.getByRole('link', { name: 'the OpenAPI document' })).toHaveAttribute(
      'href',
      '/api/v1/openapi.json',
    )
  })
})
