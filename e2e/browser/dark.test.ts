import { expect, test } from './support/browser-test'
import { newPerson, signIn } from './support/people'
import { buy } from './support/shop'

const BRIGHTEST_DARK = 60
const DARKEST_LIGHT = 200

for (const colorScheme of ['light', 'dark'] as const) {
  test(`who prefers a ${colorScheme} screen gets one, with the browser's own parts to match`, async ({
    openBrowser,
  }) => {
    const page = await openBrowser({ colorScheme })
    await signIn(page.context(), await newPerson({ USD: '50.00' }))
    for (const path of [await buy(), '/wallet', '/sign-in']) {
      await page.goto(path)
      const { brightness, scheme } = await page.evaluate(() => {
        const { backgroundColor, colorScheme: allowed } = getComputedStyle(document.documentElement)
        return { brightness: Math.max(...(backgroundColor.match(/\d+/g) ?? []).map(Number)), scheme: allowed }
      })
      expect(scheme).toBe('light dark')
      if (colorScheme === 'dark') expect(brightness).toBeLessThan(BRIGHTEST_DARK)
      else expect(brightness).toBeGreaterThan(DARKEST_LIGHT)
    }
  })
}
