import type { Application } from '@/lib/applications/application-store'
import { openApplication } from '@/lib/applications/open-application'

const plain = {
  name: 'Rooftop Books',
  webhookUrl: null,
  successUrl: 'https://books.example/thanks?payment={SESSION_ID}',
  cancelUrl: null,
  hasReceipts: true,
  leastAmountMinor: 1n,
  mostAmountMinor: null,
  refundApprovalThresholdMinor: null,
} as const

/** A new application with its credentials. Needs a test database. */
export async function makeApplication(more: Partial<Omit<Application, 'id'>> = {}) {
  const { application, credentials, signingSecret } = await openApplication(
    { ...plain, ...more },
    async () => undefined,
  )
  const [test, live] = credentials
  if (!test || !live) throw new Error('an application has a credential for each mode')
  return { application, test, live, signingSecret }
}
