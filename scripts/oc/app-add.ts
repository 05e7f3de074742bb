import type { Command } from 'commander'
import { openApplication } from '@/lib/applications/open-application'
import { recordAudit } from '@/lib/audit/audit-store'
import { ok } from '@/lib/opencharge/result'
import { actor } from './actor'
import { boundsRefusal, credentialLines, onlyOnce } from './app-text'
import { defineCommand, misuse } from './command'
import { minorValue, nameValue, pageUrlValue, webhookUrlValue } from './option-values'

interface Options {
  readonly name: string
  readonly webhookUrl?: string
  readonly successUrl?: string
  readonly cancelUrl?: string
  readonly receipts: boolean
  readonly leastAmountMinor?: bigint
  readonly mostAmountMinor?: bigint
  readonly refundApprovalThresholdMinor?: bigint
}

export const appAdd = defineCommand<Options>({
  syntax: 'add',
  summary: 'add a shop that takes payments with an API key',
  details:
    'Prints a key and a secret for each mode, TEST and LIVE, and the secret of its webhooks: once. Of keys and secrets we keep what they can be checked against, and nothing else. The audit log names you. Amounts are in minor units of whatever currency a payment has.',
  examples: [
    'app add --name "Rooftop Books" --webhook-url https://books.example/hook',
    'app add --name "Rooftop Books" --success-url "https://books.example/thanks?payment={SESSION_ID}" --json',
    'app add --name "Rooftop Books" --most-amount-minor 500000 --refund-approval-threshold-minor 100000',
  ],
  shape,
  run: async (session, options) => {
    const { DATABASE_URL, DATA_DIR } = await session.database()
    const { name, webhookUrl, successUrl, cancelUrl, receipts } = options
    const { leastAmountMinor = 1n, mostAmountMinor = null, refundApprovalThresholdMinor = null } = options
    const refusal = boundsRefusal({ leastAmountMinor, mostAmountMinor })
    if (refusal) return misuse(refusal)
    const pages = { webhookUrl: webhookUrl ?? null, successUrl: successUrl ?? null, cancelUrl: cancelUrl ?? null }
    const bounds = { leastAmountMinor, mostAmountMinor, refundApprovalThresholdMinor }
    const wanted = { name, ...pages, hasReceipts: receipts, ...bounds }
    const { application, credentials, signingSecret } = await openApplication(wanted, (tx, { id }) =>
      recordAudit(tx, { actor: actor(), action: 'app.add', subject: id, details: name }),
    )
    const lines = [
      `Added ${name} (${application.id}) to the gateway whose data is in ${DATABASE_URL ? 'DATABASE_URL' : DATA_DIR}.`,
      ...credentials.flatMap(credentialLines),
      `Webhooks are signed with ${signingSecret}`,
      onlyOnce,
    ]
    return ok({ json: { ...application, credentials, signingSecret }, lines })
  },
})

function shape(command: Command): Command {
  return command
    .requiredOption('--name <text>', 'what payers read', nameValue)
    .option('--webhook-url <url>', 'where its events go; without it none are sent', webhookUrlValue)
    .option('--success-url <url>', 'where payers go after paying, unless the payment says so', pageUrlValue)
    .option('--cancel-url <url>', 'where payers go after giving up, unless the payment says so', pageUrlValue)
    .option('--no-receipts', 'its payments have no receipt in the API')
    .option('--least-amount-minor <number>', 'the smallest payment', minorValue)
    .option('--most-amount-minor <number>', 'the largest payment', minorValue)
    .option(
      '--refund-approval-threshold-minor <number>',
      'above it a refund that an operator starts needs a second one',
      minorValue,
    )
}
