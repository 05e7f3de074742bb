import type { Page } from '@playwright/test'
import { makeApplication } from '@/lib/applications/testing/make-application'
import { site } from './site'

/** A shop without an OCID: it calls the gateway with an API key of one mode. */
export interface ApiShop {
  call<Data>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Data>
}

/** A new shop that has its payers come back to the front page of the demo's shop. */
export async function openApiShop(mode: 'TEST' | 'LIVE'): Promise<ApiShop> {
  const { test, live } = await makeApplication({ successUrl: `${site().shopUrl}/?payment={SESSION_ID}` })
  const { key, secret } = mode === 'TEST' ? test : live
  return {
    async call(method, path, body) {
      const headers = { 'x-api-key': key, 'x-api-secret': secret, 'content-type': 'application/json' }
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${site().gatewayUrl}/api/v1${path}`, { method, headers, ...sent })
      const { data, meta } = (await answer.json()) as { data: never; meta: { success: boolean } }
      if (!meta.success) throw new Error(JSON.stringify({ data, meta }))
      return data
    },
  }
}

/** Waits until a browser that paid is back at the shop. */
export const backAtShop = (page: Page, paymentId: string) => page.waitForURL(`${site().shopUrl}/?payment=${paymentId}`)
