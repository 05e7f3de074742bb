import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { listApplications, updateApplication } from '@/lib/applications/application-store'
import { openApplication } from '@/lib/applications/open-application'
import { inTransaction } from '@/lib/db/transaction'

const NAME = 'Rooftop Books'

interface Place {
  readonly url: string
  readonly credentialsFile: string
}

/** Gives the development network's bookshop an API key, once, and tells the gateway where its webhooks go. */
export async function seedBookshop(gatewayUrl: string, { url, credentialsFile }: Place): Promise<void> {
  const webhookUrl = `${url}/webhook`
  const known = (await listApplications()).find(({ name }) => name === NAME)
  if (known && isKept(credentialsFile, gatewayUrl)) {
    return inTransaction((tx) => updateApplication(tx, { ...known, webhookUrl }))
  }
  const pages = { webhookUrl, successUrl: url, cancelUrl: url, hasReceipts: true }
  const bounds = { leastAmountMinor: 1n, mostAmountMinor: null, refundApprovalThresholdMinor: 5_000n }
  const { credentials, signingSecret } = await openApplication(
    { name: NAME, ...pages, ...bounds },
    async () => undefined,
  )
  const pairs = Object.fromEntries(credentials.map(({ mode, key, secret }) => [mode, { key, secret }]))
  mkdirSync(path.dirname(credentialsFile), { recursive: true })
  writeFileSync(credentialsFile, JSON.stringify({ url: gatewayUrl, ...pairs, signingSecret }, null, 2), { mode: 0o600 })
}

/** Whether the shop still has what it was given, for this gateway. */
function isKept(file: string, gatewayUrl: string): boolean {
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).url === gatewayUrl
}
