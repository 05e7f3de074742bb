import { type BrowserContextOptions, test as base, type Page } from '@playwright/test'
import { createFaultList, type FaultList } from './faults'

export { expect } from '@playwright/test'

interface ForEachTest {
  /** Faults that belong to the story of this test, such as the 404 of a page that is not there. */
  readonly toleratedFaults: RegExp | null
  readonly faults: FaultList
  /** The browser of a further person, or a further device: it shares nothing with the first one. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>
}

/** Playwright's test, in which a page that complains fails it. */
export const test = base.extend<ForEachTest>({
  toleratedFaults: [null, { option: true }],

  faults: [
    async ({ toleratedFaults }, provide) => {
      const faults = createFaultList()
      await provide(faults)
      const bad = faults.found.filter((fault) => !toleratedFaults?.test(fault))
      base.expect(bad, 'what the pages complained about').toEqual([])
    },
    { auto: true },
  ],

  context: async ({ context, faults }, provide) => {
    faults.watch(context)
    await provide(context)
  },

  openBrowser: async ({ browser, faults, contextOptions }, provide) => {
    const opened: Page[] = []
    await provide(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options })
      faults.watch(context)
      const page = await context.newPage()
      opened.push(page)
      return page
    })
    for (const page of opened) await page.context().close()
  },
})
