/** The paths of the merchant API, with the methods that each takes. The folders of app/api/v1 are the same list. */
export const merchantPaths: readonly { readonly pattern: RegExp; readonly methods: readonly ('GET' | 'POST')[] }[] = [
  { pattern: /^\/api\/v1\/app\/me$/, methods: ['GET'] },
  { pattern: /^\/api\/v1\/payments$/, methods: ['GET', 'POST'] },
  { pattern: /^\/api\/v1\/payments\/[^/]+$/, methods: ['GET'] },
  { pattern: /^\/api\/v1\/checkout\/[^/]+$/, methods: ['GET'] },
  { pattern: /^\/api\/v1\/invoices$/, methods: ['POST'] },
  { pattern: /^\/api\/v1\/invoices\/[^/]+$/, methods: ['GET'] },
  { pattern: /^\/api\/v1\/invoices\/[^/]+\/issue$/, methods: ['POST'] },
  { pattern: /^\/api\/v1\/invoices\/[^/]+\/payable-link$/, methods: ['POST'] },
]

/** Whether a request under /api/v1 goes to a handler: Next.js would answer the others with HTML or nothing. */
export function isMerchantPath(path: string, method: string): boolean {
  return merchantPaths.some(({ pattern, methods }) => pattern.test(path) && methods.some((known) => known === method))
}
