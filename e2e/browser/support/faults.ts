import type { BrowserContext } from '@playwright/test'
import { site, stallUrl } from './site'

/** What no page may do while a test runs: complain to the console, throw, break its own policy, open a dialog, phone elsewhere. */
export interface FaultList {
  watch(context: BrowserContext): void
  readonly found: readonly string[]
}

export function createFaultList(): FaultList {
  const found: string[] = []
  const homes = () => [site().gatewayUrl, site().shopUrl, stallUrl()].map((url) => new URL(url).origin)
  return {
    found,
    watch(context) {
      context.on('weberror', (fault) => found.push(`exception: ${fault.error().message}`))
      // Chromium reports violations of the content security policy here too.
      context.on('console', (message) => {
        if (message.type() === 'error') found.push(`console: ${message.text()} ${message.location().url}`)
      })
      context.on('dialog', async (dialog) => {
        found.push(`dialog: ${dialog.message()}`)
        await dialog.dismiss()
      })
      context.on('request', (request) => {
        const url = new URL(request.url())
        if (/^https?:$/.test(url.protocol) && !homes().includes(url.origin)) found.push(`stranger: ${url.href}`)
      })
    },
  }
}
