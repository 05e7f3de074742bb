import { type Command, Option } from 'commander'
import { type Application, findApplication, updateApplication } from '@/lib/applications/application-store'
import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { actor } from './actor'
import { boundsRefusal, noApplication } from './app-text'
import { defineCommand, misuse, refuse } from './command'
import { minorValue, nameValue, orNone, pageUrlValue, webhookUrlValue } from './option-values'

interface Options {
  readonly app: string
  readonly name?: string
  readonly webhookUrl?: string
  readonly successUrl?: string
  readonly cancelUrl?: string
  readonly receipts?: 'on' | 'off'
  readonly leastAmountMinor?: bigint
  readonly mostAmountMinor?: bigint | 'none'
  readonly refundApprovalThresholdMinor?: bigint | 'none'
}

export const appSet = defineCommand<Options>({
  syntax: 'set',
  summary: 'change what is agreed with a shop that has API keys',
  details:
    'What is not named stays as it is; "none" takes a value away. Events that still wait go to the new webhook URL. The audit log names you.',
  examples: [
    'app set --app app_7Yc… --webhook-url https://books.example/hook',
    'app set --app app_7Yc… --refund-approval-threshold-minor none',
  ],
  shape,
  run: async (session, { app, receipts, ...change }) => {
    await session.database()
    const before = await findApplication(app)
    if (!before) return refuse(noApplication(app))
    const named = { ...change, ...(receipts && { hasReceipts: receipts === 'on' }) }
    const names = Object.keys(named)
    if (names.length === 0) return misuse('Name what shall change.')
    const changed = Object.entries(named).map(([name, value]) => [
      name,
      value === 'none' && name !== 'name' ? null : value,
    ])
    const after: Application = { ...before, ...Object.fromEntries(changed) }
    const refusal = boundsRefusal(after)
    if (refusal) return misuse(refusal)
    await inTransaction(async (tx) => {
      await updateApplication(tx, after)
      await recordAudit(tx, { actor: actor(), action: 'app.set', subject: app, details: names.join(', ') })
    })
    return ok({ json: after, lines: [`Changed ${after.name} (${app}): ${names.join(', ')}.`] })
  },
})

function shape(command: Command): Command {
  return command
    .requiredOption('--app <id>', 'which')
    .option('--name <text>', 'what payers read', nameValue)
    .option('--webhook-url <url>', 'where its events go', orNone(webhookUrlValue))
    .option('--success-url <url>', 'where payers go after paying, unless the payment says so', orNone(pageUrlValue))
    .option('--cancel-url <url>', 'where payers go after giving up, unless the payment says so', orNone(pageUrlValue))
    .addOption(
      new Option('--receipts <switch>', 'whether its payments have a receipt in the API').choices(['on', 'off']),
    )
    .option('--least-amount-minor <number>', 'the smallest payment', minorValue)
    .option('--most-amount-minor <number>', 'the largest payment', orNone(minorValue))
    .option(
      '--refund-approval-threshold-minor <number>',
      'above it a refund that an operator starts needs a second one',
      orNone(minorValue),
    )
}
