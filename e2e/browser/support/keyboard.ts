import { expect, type Locator, type Page } from '@playwright/test'

const MOST_STOPS = 60

/** Presses Tab until the element has the focus, and checks that everybody can see it there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return expectFocusRing(target)
  }
  throw new Error(`${target} is not reached within ${MOST_STOPS} presses of Tab`)
}

// The ring is on the element, or on the label that frames it.
async function expectFocusRing(target: Locator): Promise<void> {
  const styles = await target.evaluate((element) =>
    [element, element.closest('label') ?? element].map((one) => getComputedStyle(one).outlineStyle),
  )
  expect(styles, 'the style of the focus ring').not.toEqual(['none', 'none'])
}
