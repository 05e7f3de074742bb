import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { loadKey } from '@/devnet/network/load-key'
import { ensureUser } from '@/lib/auth/user-store'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { createSigner } from '@/lib/opencharge/signer'
import { openApiShop } from '../support/application'
import { createCheckout } from '../support/checkouts'
import { latestMail } from '../support/mailbox'
import { signIn } from '../support/people'
import { buy } from '../support/shop'
import { site } from '../support/site'

/** Brings a fresh browser to a page as it shall be photographed. `newcomer` is an address that nobody else uses. */
export type Station = (page: Page, newcomer: string) => Promise<void>

async function openAs(page: Page, email: string | null, path: string): Promise<void> {
  if (email) await signIn(page.context(), { email, userId: await ensureUser(email) })
  await page.goto(path)
}

const press = (page: Page, button: string) => page.locator(`main form ${button}`).first().click()
const payButton = 'button:not([name]):has(bdi)'

async function payAs(page: Page, email: string, checkoutUrl: string): Promise<void> {
  await openAs(page, email, checkoutUrl)
  await press(page, payButton)
  await page.waitForURL(`${site().shopUrl}/orders/**`)
}

/** An order of the coffee seller that runs out while one looks at it. */
async function runOut(page: Page): Promise<void> {
  const key = loadKey(join(site().dataDir, 'devnet', 'keys'), 500)
  const shopFront = `${site().shopUrl}/`
  const checkoutUrl = await createCheckout(
    { ocid: 500, signer: createSigner(nobleCrypto, key) },
    {
      order: {
        id: `500-${randomBytes(4).toString('hex').toUpperCase()}`,
        items: [{ id: 'f', name: 'Filter Kaapi blend, 500 g', quantity: 1, price: '11.25' }],
        amount: '16.15',
      },
      expiresInSeconds: 3,
      urls: { success: shopFront, cancel: shopFront },
    },
  )
  await page.goto(checkoutUrl)
  await page.locator(`main a[href="${shopFront}"]`).waitFor({ timeout: 20_000 })
}

async function askForCode(page: Page, email: string): Promise<void> {
  await page.goto(await buy())
  await page.locator('#email').fill(email)
  await press(page, 'button')
  await page.locator('#code').waitFor()
}

/** A page as the gallery has it: what depends on others that are slow or silent holds still there. */
const specimen =
  (name: string): Station =>
  (page) =>
    openAs(page, null, `/dev/gallery/${name}`)

/** The checkout of an application's test, where one chooses how it ends. */
async function openTest(page: Page): Promise<void> {
  const shop = await openApiShop('TEST')
  const wanted = { amountMinor: 1940, currency: 'USD', customerReference: 'customer-1', productName: 'A book' }
  const { checkoutUrl } = await shop.call<{ checkoutUrl: string }>('POST', '/payments', wanted)
  await page.goto(checkoutUrl)
}

// Pages with something on them, by their names in the gallery.
const galleryPages = {
  code: 'code',
  scan: 'scan',
  inventory: 'inventory',
  differences: 'differences',
  activity: 'activity',
  story: 'story-paid',
  'story-refunded': 'story-refunded',
  'receipt-page': 'receipt',
  'receipt-partly-refunded': 'receipt-partly-refunded',
  verify: 'verify',
  security: 'security',
  send: 'send',
  'send-confirm': 'send-confirm',
  ask: 'ask',
  request: 'request',
  receive: 'receive',
  invoice: 'invoice',
  'invoice-partly-paid': 'invoice-partly-paid',
  'invoice-overdue': 'invoice-overdue',
}

/** Every page that people meet, by the name of its picture. */
export const stations: Readonly<Record<string, Station>> = {
  'checkout-signed-out': async (page) => openAs(page, null, await buy()),
  'checkout-signed-in': async (page) => openAs(page, 'ada@example.com', await buy()),
  'checkout-no-decimals': async (page) => openAs(page, 'ada@example.com', await buy('parcel-entebbe')),
  'checkout-three-decimals': async (page) => openAs(page, 'noor@example.com', await buy('saffron')),
  'checkout-insufficient': async (page) => openAs(page, 'ben@example.com', await buy()),
  'checkout-ways': specimen('open-ways'),
  'checkout-no-way': specimen('open-no-way'),
  confirming: specimen('confirming-paying'),
  'confirming-unknown': specimen('confirming-unknown'),
  'confirming-operator': specimen('confirming-operator'),
  failed: specimen('failed'),
  receipt: async (page) => {
    const checkoutUrl = await buy()
    await payAs(page, 'ada@example.com', checkoutUrl)
    await page.goto(checkoutUrl)
  },
  'paid-by-other': async (page) => {
    const checkoutUrl = await buy()
    await payAs(page, 'ada@example.com', checkoutUrl)
    await openAs(page, 'ben@example.com', checkoutUrl)
  },
  'paid-signed-out': async (page) => {
    const checkoutUrl = await buy()
    await payAs(page, 'ada@example.com', checkoutUrl)
    await page.context().clearCookies()
    await page.goto(checkoutUrl)
  },
  expired: runOut,
  cancelled: async (page) => {
    const checkoutUrl = await buy()
    await page.goto(checkoutUrl)
    await press(page, 'button:has(.line-clamp-2)')
    await page.waitForURL(`${site().shopUrl}/orders/**`)
    await page.goto(checkoutUrl)
  },
  'not-found': async (page) => openAs(page, null, '/pay/sess_AAAAAAAAAAAAAAAAAAAAAAAA'),
  'sign-in-code': askForCode,
  'confirm-link': async (page, newcomer) => {
    await askForCode(page, newcomer)
    await page.goto((await latestMail(page.request, newcomer)).link)
  },
  wallet: async (page) => openAs(page, 'ada@example.com', '/wallet'),
  'top-up': async (page) => {
    await openAs(page, 'ben@example.com', await buy())
    await page.locator('main a[href*="/wallet/top-up"]').click()
    await page.locator('#amount').waitFor()
  },
  mailbox: async (page, newcomer) => openAs(page, null, `/dev/mail?to=${newcomer}`),
  mail: async (page, newcomer) => {
    await openAs(page, null, `/dev/mail?to=${newcomer}`)
    await page.locator('main a').first().click()
    await page.locator('main p[dir=auto]').waitFor()
  },
  sandbox: openTest,
  docs: async (page) => {
    await openAs(page, null, '/docs')
    await page.locator('.opblock').last().waitFor()
  },
  ...Object.fromEntries(Object.entries(galleryPages).map(([name, page]) => [name, specimen(page)])),
}
