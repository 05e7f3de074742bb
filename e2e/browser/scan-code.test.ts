import { chromium, devices, type Page } from '@playwright/test'
import QRCode from 'qrcode'
import { findBrowser } from '@/scripts/find-browser'
import { axeFaults } from './support/axe'
import { expect, test } from './support/browser-test'
import { filmCode } from './support/code-film'
import { codeAt, ringUp } from './support/codes'
import { browserArguments } from './support/demo-environment'
import { balancesOf, newPerson, signIn } from './support/people'
import { site } from './support/site'

const { defaultBrowserType: _, ...device } = devices['Pixel 7']
const phone = { ...device, viewport: { width: 390, height: 844 } }
const falseCamera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']

/** Somebody with a browser of their own, whose camera is as the arguments say. */
async function openWithCamera(cameraArguments: readonly string[], options: object = {}) {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserArguments, ...cameraArguments],
  })
  const context = await browser.newContext({ baseURL: site().gatewayUrl, locale: 'en-GB', ...options })
  return { browser, page: await context.newPage() }
}

async function payAndSeeItAtTheCounter(page: Page, counter: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Taller Agave Azul asks for $9.50' })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Pay $9.50' }).click()
  await expect(page.getByRole('heading', { name: 'Paid', level: 1 })).toBeVisible()
  await page.goto(counter)
  await expect(page.getByRole('heading', { name: 'Paid' })).toBeVisible()
}

test('the camera reads the code on the counter, the order is shown and paid, and the counter says Paid', async () => {
  const ada = await newPerson({ USD: '20.00' })
  const counter = await ringUp()
  const film = filmCode(await codeAt(counter), test.info().outputPath())
  const { browser, page } = await openWithCamera([...falseCamera, `--use-file-for-fake-video-capture=${film}`], phone)
  try {
    await signIn(page.context(), ada)
    await page.goto('/wallet/scan')
    await payAndSeeItAtTheCounter(page, counter)
    expect(await balancesOf(ada)).toEqual({ USD: '10.50' })
  } finally {
    await browser.close()
  }
})

/** As if the person had said no when the browser asked: the browser without a window has nobody to ask. */
async function denyCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'))
  })
}

test('who does not let the page use the camera reads what else will do', async () => {
  const { browser, page } = await openWithCamera(['--use-fake-device-for-media-stream'])
  try {
    await denyCamera(page)
    await signIn(page.context(), await newPerson())
    await page.goto('/wallet/scan')
    await expect(page.getByText('This page may not use the camera.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try the camera again' })).toBeVisible()
    expect(await axeFaults(page)).toEqual([])
  } finally {
    await browser.close()
  }
})

test.describe('on a phone', () => {
  test.use(phone)

  test('a picture of the code will do, and a picture of something else says so', async ({ page }) => {
    const counter = await ringUp()
    const scripts: string[] = []
    page.on('request', (request) => void (request.resourceType() === 'script' && scripts.push(request.url())))
    const picture = async (text: string) => ({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: await QRCode.toBuffer(text, { width: 500 }),
    })
    await signIn(page.context(), await newPerson({ USD: '20.00' }))
    await page.goto('/wallet/scan')
    await expect(page.getByText('There is no camera that this page can use.')).toBeVisible()
    const loadedBefore = scripts.length
    await page.getByLabel('Choose a picture').setInputFiles(await picture('https://example.com/menu'))
    await expect(page.getByText('That is a code, but not one for a payment.')).toBeVisible()
    expect(scripts.length, 'the decoder is loaded now, and not before').toBeGreaterThan(loadedBefore)
    await page.getByLabel('Choose a picture').setInputFiles(await picture(await codeAt(counter)))
    await payAndSeeItAtTheCounter(page, counter)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the text of the code is pasted, and the order paid', async ({ page }) => {
    const counter = await ringUp()
    await signIn(page.context(), await newPerson({ USD: '20.00' }))
    await page.goto('/wallet/scan')
    await page.getByLabel('Or paste the text of the code').fill(await codeAt(counter))
    await page.getByRole('button', { name: 'Continue' }).click()
    await payAndSeeItAtTheCounter(page, counter)
  })

  test('another person with the address of the page of a scanned order finds nothing', async ({
    page,
    openBrowser,
  }) => {
    await signIn(page.context(), await newPerson({ USD: '20.00' }))
    await page.goto('/wallet/scan')
    await page.getByLabel('Or paste the text of the code').fill(await codeAt(await ringUp()))
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('heading', { name: /asks for/ })).toBeVisible()
    const other = await openBrowser()
    await signIn(other.context(), await newPerson({ USD: '20.00' }))
    const answer = await other.request.get(page.url())
    expect(answer.status()).toBe(404)
  })
})

test('a browser that reads codes by itself does not load a decoder', async ({ page }) => {
  const counter = await ringUp()
  await page.addInitScript(
    (text) => {
      class BarcodeDetector {
        static getSupportedFormats = async () => ['qr_code']
        detect = async () => [{ rawValue: text }]
      }
      Object.assign(globalThis, { BarcodeDetector })
    },
    await codeAt(counter),
  )
  await signIn(page.context(), await newPerson({ USD: '20.00' }))
  await page.goto('/wallet/scan')
  await expect(page.getByLabel('Choose a picture')).toBeAttached()
  await page.waitForLoadState('networkidle')
  const scripts: string[] = []
  page.on('request', (request) => void (request.resourceType() === 'script' && scripts.push(request.url())))
  const buffer = await QRCode.toBuffer('anything')
  await page.getByLabel('Choose a picture').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer })
  await page.waitForURL('**/pay/**')
  const sizes = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).text()))
  expect(sizes.filter((source) => source.includes('pointsOnDetect'))).toEqual([])
})

const refused: readonly [string, string][] = [
  ['', 'Nothing was scanned'],
  ['<img src=x onerror=alert(1)>', 'This is not a payment code'],
  ['x'.repeat(10_000), 'This text is too long for a payment code'],
  ['{"ocid":510,"order":"javascript:alert(1)"}', 'This is not a payment code'],
  ['{"ocid":510,"order":"https://evil.example/orders/1"}', 'This code leads to somebody else’s address'],
  ['{"ocid":510,"order":"https://evil.example/orders/1","expiresAt":1706400000}', 'This code has run out'],
  ['{"ocid":987654,"order":"https://evil.example/orders/1"}', 'The merchant of this code is not registered'],
]

test('each code that is refused says why, and that no money has moved', async ({ page }) => {
  const ada = await newPerson({ USD: '20.00' })
  await signIn(page.context(), ada)
  await page.goto('/wallet/scan')
  for (const [text, sentence] of refused) {
    await page.getByLabel('Or paste the text of the code').fill(text)
    await page.getByRole('button', { name: 'Continue' }).click()
    const notice = page.getByRole('alert').filter({ hasText: sentence })
    await expect(notice).toContainText('No money has moved.')
  }
  expect(await axeFaults(page)).toEqual([])
  expect(await balancesOf(ada)).toEqual({ USD: '20.00' })
})
