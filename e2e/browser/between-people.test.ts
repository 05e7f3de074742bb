import { plugInAuthenticator } from './support/authenticator'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { balancesOf, newPerson, type Person, signIn } from './support/people'

const phone = { width: 390, height: 844 }

for (const [how, javaScriptEnabled] of [
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const) {
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`two people send each other money, and both see it, ${how}`, async ({ page, openBrowser }) => {
      const [ada, ben] = [await newPerson({ USD: '50.00' }), await newPerson()]
      await signIn(page.context(), ada)
      await page.goto('/wallet/send')
      await page.getByLabel('To').fill(ben.email.toUpperCase())
      await page.getByLabel('Amount').fill('12.50')
      await page.getByLabel('Note').fill('For lunch <b>yesterday</b>')
      await page.getByRole('button', { name: 'Continue' }).click()
      await expect(page.getByRole('heading', { name: 'Send $12.50?' })).toBeVisible()
      await expect(page.getByText(ben.email)).toBeVisible()
      await expect(page.getByText('For lunch <b>yesterday</b>')).toBeVisible()
      await expect(page.getByText('$37.50')).toBeVisible()
      await page.getByRole('button', { name: 'Send $12.50' }).click()
      await expect(page.getByRole('heading', { name: 'Sent' })).toBeVisible()
      await page.reload()
      await page.goBack()
      await expect(page.getByRole('heading', { name: javaScriptEnabled ? 'Send money' : 'Sent' })).toBeVisible()
      await expect(page.getByRole('button', { name: 'Send $12.50' })).toHaveCount(0)
      await page.goto('/wallet')
      await expect(page.getByText(`Sent to ${ben.email}`)).toBeVisible()
      const bens = await openBrowser({ javaScriptEnabled, viewport: phone })
      await signIn(bens.context(), ben)
      await bens.goto('/wallet')
      await expect(bens.getByText(`Received from ${ada.email}`)).toBeVisible()
      await bens.goto('/wallet/send')
      await bens.getByLabel('To').fill(await referenceOf(page))
      await bens.getByLabel('Amount').fill('2.00')
      await bens.getByRole('button', { name: 'Continue' }).click()
      await expect(bens.getByText(`${ada.email[0]}…@example.com`)).toBeVisible()
      await bens.getByRole('button', { name: 'Send $2.00' }).click()
      await expect(bens.getByRole('heading', { name: 'Sent' })).toBeVisible()
      expect([await balancesOf(ada), await balancesOf(ben)]).toEqual([{ USD: '39.50' }, { USD: '10.50' }])
    })

    test(`a request is opened on a phone, paid once, and seen as paid by whoever asked, ${how}`, async ({
      page,
      openBrowser,
    }) => {
      const [ada, ben, eve] = [await newPerson(), await newPerson({ USD: '20.00' }), await newPerson({ USD: '20.00' })]
      const url = await askFor(page, ada, '12.00')
      await expect(page.getByRole('img', { name: 'A code that opens this request' })).toBeVisible()
      const bens = await openBrowser({ javaScriptEnabled, viewport: phone })
      await bens.goto(url)
      await expect(bens.getByRole('heading', { name: `${ada.email[0]}…@example.com asks for $12.00` })).toBeVisible()
      expect(await bens.content()).not.toContain(ada.email)
      await signIn(bens.context(), ben)
      const eves = await openBrowser({ javaScriptEnabled })
      await signIn(eves.context(), eve)
      await Promise.all([bens.goto(url), eves.goto(url)])
      await bens.getByRole('button', { name: 'Pay $12.00' }).click()
      await expect(bens.getByRole('heading', { name: 'Paid' })).toBeVisible()
      await expect(bens.getByText(`$12.00 went from your wallet to ${ada.email}.`)).toBeVisible()
      await eves.getByRole('button', { name: 'Pay $12.00' }).click()
      await expect(eves.getByRole('heading', { name: 'This request is already paid' })).toBeVisible()
      await expect(eves.getByText('Nothing has been charged to you.')).toBeVisible()
      for (const secret of [ada.email, ben.email]) expect(await eves.content()).not.toContain(secret)
      await page.goto('/wallet/request')
      await expect(page.getByText(`Paid by ${ben.email}`)).toBeVisible()
      expect(await Promise.all([ada, ben, eve].map(balancesOf))).toEqual([
        { USD: '12.00' },
        { USD: '8.00' },
        { USD: '20.00' },
      ])
    })
  })
}

test('an address that nobody has a wallet under is refused with one calm sentence, and nothing moves', async ({
  page,
}) => {
  const ada = await newPerson({ USD: '5.00' })
  await signIn(page.context(), ada)
  await page.goto('/wallet/send')
  await page.getByLabel('To').fill('nobody-at-all@example.com')
  await page.getByLabel('Amount').fill('1')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Send $1.00' }).click()
  await expect(page.getByText('Nobody can receive money here under that name.')).toBeVisible()
  await expect(page.getByLabel('To')).toHaveValue('nobody-at-all@example.com')
  expect(await balancesOf(ada)).toEqual({ USD: '5.00' })
})

test('a withdrawn request takes nothing, and a link that was guessed leads nowhere', async ({ page, openBrowser }) => {
  const [ada, ben] = [await newPerson(), await newPerson({ USD: '20.00' })]
  const url = await askFor(page, ada, '3.00')
  const bens = await openBrowser()
  await signIn(bens.context(), ben)
  await bens.goto(url)
  await page.getByRole('button', { name: 'Withdraw this request' }).click()
  await expect(page.getByText('Withdrawn')).toBeVisible()
  await bens.getByRole('button', { name: 'Pay $3.00' }).click()
  await expect(bens.getByRole('heading', { name: 'This request was withdrawn' })).toBeVisible()
  expect(await balancesOf(ben)).toEqual({ USD: '20.00' })
})

test.describe('an address that is none', () => {
  test.use({ toleratedFaults: /404/ })

  test('of a request says so, with 404', async ({ page }) => {
    const answer = await page.goto('/request/AAAAAAAAAAAAAAAAAAAAAA')
    expect(answer?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'There is no such request' })).toBeVisible()
  })
})

test('who goes back after sending sees what is left', async ({ page }) => {
  const [ada, ben] = [await newPerson({ USD: '50.00' }), await newPerson()]
  await signIn(page.context(), ada)
  await page.goto('/wallet/send')
  await expect(page.locator('option')).toHaveText('US Dollar wallet: $50.00')
  await page.getByLabel('To').fill(ben.email)
  await page.getByLabel('Amount').fill('12.50')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Send $12.50' }).click()
  await expect(page.getByRole('heading', { name: 'Sent' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Send money' })).toBeVisible()
  await expect(page.locator('option')).toHaveText('US Dollar wallet: $37.50')
})

test('above the amount from which a person wants to be asked, sending and answering need the passkey first', async ({
  page,
  openBrowser,
}) => {
  const [ada, ben] = [await newPerson({ USD: '50.00' }), await newPerson()]
  const bens = await openBrowser()
  const url = await askFor(bens, ben, '11.00')
  await signIn(page.context(), ada)
  await plugInAuthenticator(page)
  await page.goto('/wallet/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Currency').selectOption('USD')
  await page.getByLabel('Ask for my passkey above').fill('10.00')
  await page.getByRole('button', { name: 'Set the amount' }).click()
  await expect(page.getByText('payments above $10.00')).toBeVisible()
  await page.goto('/wallet/send')
  await page.getByLabel('To').fill(ben.email)
  await page.getByLabel('Amount').fill('12.00')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('You have set that payments above $10.00 ask for your passkey.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send $12.00' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click()
  await page.getByRole('button', { name: 'Send $12.00' }).click()
  await expect(page.getByRole('heading', { name: 'Sent' })).toBeVisible()
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Pay $11.00' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click()
  await page.getByRole('button', { name: 'Pay $11.00' }).click()
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible()
  expect([await balancesOf(ada), await balancesOf(ben)]).toEqual([{ USD: '27.00' }, { USD: '23.00' }])
})

test('axe finds nothing on the real pages of money between people', async ({ page }) => {
  const ada = await newPerson({ USD: '50.00', KWD: '7.500' })
  const url = await askFor(page, ada, '3.00')
  for (const path of ['/wallet', '/wallet/send', '/wallet/request', '/wallet/receive', url]) {
    await page.goto(path)
    expect(await axeFaults(page), path).toEqual([])
  }
})

async function askFor(page: import('@playwright/test').Page, asker: Person, amount: string): Promise<string> {
  await signIn(page.context(), asker)
  await page.goto('/wallet/request')
  await page.getByLabel('Amount').fill(amount)
  await page.getByRole('button', { name: 'Make a payment link' }).click()
  await page.waitForURL('**/request/*')
  const url = page.url()
  await expect(page.getByText(url)).toBeVisible()
  return url
}

async function referenceOf(page: import('@playwright/test').Page): Promise<string> {
  await page.goto('/wallet/receive')
  return (await page.getByText(/^u_[0-9a-f]+$/).textContent()) ?? ''
}
