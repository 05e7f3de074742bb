import type { BrowserContext, Page } from '@playwright/test'

/** A page that is told nothing of what becomes of its payment, as on a phone that was asleep. */
export async function keepStale(page: Page): Promise<void> {
  // Never answered: the page goes on waiting.
  await page.route('**/pay/*/state*', () => undefined)
}

/** Another tab of the same person at the same checkout, which stays as it is when it was opened. */
export async function openStale(context: BrowserContext, checkoutUrl: string): Promise<Page> {
  const page = await context.newPage()
  await keepStale(page)
  await page.goto(checkoutUrl)
  return page
}
