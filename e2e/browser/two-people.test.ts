import { expect, test } from './support/browser-test'
import { typeMailedCode } from './support/first-purchase'
import { balancesOf, newPerson, signIn } from './support/people'
import { buy, shopOrder } from './support/shop'
import { site } from './support/site'
import { keepStale } from './support/stale-page'

const alreadyPaid = 'This order is already paid'

test('of two people on one checkout the second sees that it is paid, and nothing about the first', async ({
  page,
  openBrowser,
}) => {
  const [ada, eve] = [await newPerson({ USD: '100.00' }), await newPerson({ USD: '100.00' })]
  const checkoutUrl = await buy()
  const evesPage = await openBrowser()
  await signIn(page.context(), ada)
  await signIn(evesPage.context(), eve)
  await page.goto(checkoutUrl)
  await keepStale(evesPage)
  await evesPage.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  await evesPage.getByRole('button', { name: 'Pay $19.40' }).click()
  await expect(evesPage.getByRole('heading', { name: alreadyPaid })).toBeVisible()
  await expect(evesPage.getByText('Nothing has been charged to you.')).toBeVisible()
  const { receivedTxid } = await shopOrder(checkoutUrl)
  for (const secret of [ada.email, ada.userId, receivedTxid ?? 'tx_']) {
    expect(await evesPage.content()).not.toContain(secret)
  }
  expect(await balancesOf(eve)).toEqual({ USD: '100.00' })
})

test('two people who press Pay at the same moment: one pays, the other is not charged', async ({
  page,
  openBrowser,
}) => {
  const people = [await newPerson({ USD: '100.00' }), await newPerson({ USD: '100.00' })] as const
  const checkoutUrl = await buy()
  const pages = [page, await openBrowser()] as const
  for (const [index, one] of pages.entries()) {
    await signIn(one.context(), people[index] ?? people[0])
    await one.goto(checkoutUrl)
  }
  await Promise.all(pages.map((one) => one.getByRole('button', { name: 'Pay $19.40' }).click()))
  const endings = pages.map((one) => one.getByRole('heading', { name: /^(Paid|Waiting for payment|.*already paid)$/ }))
  const words = await Promise.all(endings.map((heading) => heading.textContent()))
  expect(words.filter((text) => text === alreadyPaid)).toHaveLength(1)
  const balances = await Promise.all(people.map(balancesOf))
  expect(balances.map(({ USD }) => USD).sort()).toEqual(['100.00', '80.60'])
  expect(await shopOrder(checkoutUrl)).toMatchObject({ surplusPayments: 0 })
})

test('a stranger who opens a paid checkout sees that it is paid, and not by whom; the payer signs in and has the receipt', async ({
  page,
  openBrowser,
}) => {
  const ada = await newPerson({ USD: '100.00' })
  const checkoutUrl = await buy()
  await signIn(page.context(), ada)
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  const stranger = await openBrowser()
  await stranger.goto(checkoutUrl)
  await expect(stranger.getByRole('heading', { name: 'This order is paid' })).toBeVisible()
  const source = await stranger.content()
  expect(source).not.toContain(ada.email)
  expect(source).not.toContain((await shopOrder(checkoutUrl)).receivedTxid ?? 'tx_')
  await stranger.getByLabel('Email address').fill(ada.email)
  await stranger.getByRole('button', { name: 'Send me a code' }).click()
  await typeMailedCode(stranger, ada.email)
  await expect(stranger.getByRole('heading', { name: 'Receipt' })).toBeVisible()
})
