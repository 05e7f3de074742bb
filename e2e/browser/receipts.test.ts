import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { newPerson, type Person, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'

/** Pays for coffee, and opens the receipt of it. */
async function openReceipt(page: Page, person?: Person): Promise<string> {
  await signIn(page.context(), person ?? (await newPerson({ USD: '50.00' })))
  const checkoutUrl = await buy()
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Pay $19.40' }).click()
  await page.waitForURL(`${site().shopUrl}/orders/**`)
  await page.goto(checkoutUrl)
  await page.getByRole('button', { name: 'Open the receipt' }).click()
  await page.waitForURL('**/receipts/*')
  return page.url()
}

async function downloadBundle(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the evidence' }).click(),
  ])
  return readFile(await download.path(), 'utf8')
}

async function check(page: Page, text: string): Promise<void> {
  await page.getByLabel('Or paste the text').fill(text)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
}

async function expectOneSheet(page: Page): Promise<void> {
  await expect(page.getByRole('img', { name: 'A code that leads to this receipt' })).toBeVisible()
  for (const format of ['A4', 'Letter'] as const) {
    const pdf = await page.pdf({ format, margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } })
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g), format).toHaveLength(1)
  }
}

test('a receipt is on one sheet of paper', async ({ page }) => {
  await openReceipt(page)
  await expectOneSheet(page)
})

test('so is one of many lines', async ({ page }) => {
  await page.goto('/dev/gallery/receipt-long')
  await expectOneSheet(page)
})

test('a receipt’s file is checked with the network off, and a changed one is refused with what was changed', async ({
  page,
}) => {
  await openReceipt(page)
  const bundle = await downloadBundle(page)
  await page.goto('/verify', { waitUntil: 'networkidle' })
  const asked: string[] = []
  await page.context().setOffline(true)
  page.on('request', (request) => asked.push(request.url()))
  await page.getByLabel('Drop the file here').setInputFiles({
    name: 'receipt.json',
    mimeType: 'application/json',
    buffer: Buffer.from(bundle),
  })
  const result = page.getByRole('status', { name: 'Result' })
  await expect(result.getByRole('heading', { name: 'The proof holds' })).toBeVisible()
  await expect(result).toContainText('19.40')
  await expect(result).toContainText('the signature is valid under the key')
  await expect(result).toContainText('Whether money arrived')
  expect(await axeFaults(page)).toEqual([])

  const { proof } = JSON.parse(bundle)
  await check(page, bundle.replace('"proof": {"amount":"19.40"', '"proof": {"amount":"1.40"'))
  await expect(result.getByRole('heading', { name: 'The proof does not hold' })).toBeVisible()
  await expect(result).toContainText('Changed after signing: the amount.')
  await expect(result).toContainText('The proof says \u20681.40\u2069, the order says \u206819.40\u2069')
  expect(await axeFaults(page)).toEqual([])

  await check(page, bundle.replace(proof.txid, 'tx_other'))
  await expect(result).toContainText('the proof’s text was changed after signing, or the key is another')

  await check(page, 'not json')
  await expect(result).toContainText('The text is not JSON')

  const { signature, keys } = JSON.parse(bundle)
  await check(page, JSON.stringify({ proof, signature }))
  await expect(result.getByRole('heading', { name: 'Not decided' })).toBeVisible()
  await page.getByLabel('Public key of the issuer').fill(keys[0].publicKey)
  await check(page, JSON.stringify({ proof, signature }))
  await expect(result.getByRole('heading', { name: 'The proof holds' })).toBeVisible()
  expect(asked).toEqual([])
})

// The pages' own 142 kB, and what reads, checks and words a proof: schemas, messages, curve.
test('the verifier carries at most 205 kB of JavaScript, gzipped', async ({ page }) => {
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await page.goto('/verify', { waitUntil: 'networkidle' })
  const total = (await Promise.all(scripts)).reduce((sum, part) => sum + gzipSync(part).length, 0)
  expect(scripts.length).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(205_000)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('activity is searched, filtered, opened, and leads to the receipt', async ({ page }) => {
    const person = await newPerson({ USD: '50.00', EUR: '5.00' })
    const receiptUrl = await openReceipt(page, person)
    await page.goto('/wallet/activity')
    const list = page.getByRole('list', { name: 'Movements' }).getByRole('listitem')
    await expect(list).toHaveCount(3)
    await page.getByText('Search and filter').click()
    await page.getByLabel('Search', { exact: true }).fill('kaveri')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(list).toHaveCount(1)
    await expect(list).toContainText('Payment to Kaveri Coffee')
    await list.getByRole('link').click()
    await expect(page.getByRole('heading', { name: 'How it travelled' })).toBeVisible()
    await page.getByRole('button', { name: 'Open the receipt' }).click()
    expect(page.url()).toBe(receiptUrl)
    await page.goto('/wallet/activity?state=reserved')
    await expect(page.getByText('Nothing was found')).toBeVisible()
  })

  test('the verifier says that it needs it, and what else gives the verdict', async ({ page }) => {
    await page.goto('/verify')
    await expect(page.getByText('This page needs JavaScript')).toBeVisible()
    await expect(page.getByText('npm run oc -- verify-proof FILE')).toBeVisible()
  })
})
