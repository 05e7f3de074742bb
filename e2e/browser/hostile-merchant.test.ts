import { expect, test } from './support/browser-test'
import { createCheckout } from './support/checkouts'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site, stallUrl } from './support/site'
import { stallKeepers } from './support/stall-keepers'

const { hostile } = stallKeepers
const override = '\u202E'

const hostileOrder = {
  id: '"><script>window.pwned=5</script>',
  amount: '12.00',
  memo: `<iframe src="javascript:parent.pwned=6"></iframe> ${override}dias uoy`,
  reference: '{{7*7}}',
  items: [
    { id: '1', name: `<img src=x onerror=window.pwned=7>${override}eerf`, quantity: 1, price: '10.00' },
    { id: '2', name: `\u0007\u200F<svg/onload=window.pwned=8> ${'W'.repeat(150)}`, quantity: 2, price: '0.50' },
  ],
}

test('a merchant with markup and direction overrides in every name is harmless, and can be paid', async ({ page }) => {
  const person = await newPerson({ USD: '20.00' })
  await signIn(page.context(), person)
  const order = { ...hostileOrder, id: `${hostileOrder.id}${Date.now()}` }
  const checkoutUrl = await createCheckout(hostile, { order, urls: { success: `${stallUrl()}/7002/thanks` } })
  await page.goto(checkoutUrl)
  await expect(page.getByRole('heading', { name: '<img src=x onerror="window.pwned=1"><b>Bank</b>' })).toBeVisible()
  await expect(page.getByText('<svg/onload=window.pwned=8>')).toBeVisible()
  expect(await page.locator('main').evaluate((main) => main.querySelectorAll('script, iframe, b').length)).toBe(0)
  expect(await page.getByRole('main').textContent()).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u)
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(isWide).toBe(false)
  await page.getByRole('button', { name: 'Pay $12.00' }).click()
  await page.waitForURL(`${stallUrl()}/7002/thanks`)
  await page.goto(checkoutUrl)
  await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  expect(await balancesOf(person)).toEqual({ USD: '8.00' })
})

test.describe('a picture with a script in it', () => {
  // The refusal itself, and the browser looks for an icon of what was refused.
  test.use({ toleratedFaults: /status of 403|favicon\.ico/ })

  test("a merchant's picture is drawn, its script is not run, and by itself it cannot be opened", async ({ page }) => {
    await page.goto(await createCheckout(hostile, { order: { id: `picture-${Date.now()}` } }))
    const drawn = page.locator('main img')
    await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    const address = (await drawn.getAttribute('src')) ?? ''
    // The browser puts a page of its own in the place of an empty refusal, and calls that a failure.
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith(address)),
      page.goto(address).catch(() => null),
    ])
    expect(answer.status()).toBe(403)
    expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  })
})

test.describe('a form on another site', () => {
  // The refusal itself.
  test.use({ toleratedFaults: /status of 403/ })

  test('a form on another site that copies ours pays nothing', async ({ page, openBrowser }) => {
    const victim = await newPerson({ USD: '50.00' })
    const checkoutUrl = await buy()
    // The attacker has the form as it is served to somebody without JavaScript, with the victim's wallet in it.
    const attacker = await openBrowser({ javaScriptEnabled: false })
    await signIn(attacker.context(), victim)
    await attacker.goto(checkoutUrl)
    const form = await attacker.getByRole('button', { name: 'Pay $19.40' }).evaluate((button) => {
      const copy = button.closest('form')
      copy?.setAttribute('action', location.href)
      copy?.setAttribute('id', 'trap')
      return copy?.outerHTML ?? ''
    })
    await signIn(page.context(), victim)
    const trap = `${site().shopUrl}/trap`
    await page.route(trap, (route) => route.fulfill({ contentType: 'text/html', body: form }))
    await page.goto(trap)
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('button', { name: 'Pay $19.40' }).click(),
    ])
    expect(answer.status()).toBe(403)
    await expect(page.getByText('This form was sent from another site, so nothing was done.')).toBeVisible()
    expect(await balancesOf(victim)).toEqual({ USD: '50.00' })
  })
})
