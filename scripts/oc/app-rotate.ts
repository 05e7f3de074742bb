import { Option } from 'commander'
import { findApplication } from '@/lib/applications/application-store'
import { GRACE_SECONDS, issueCredential } from '@/lib/applications/open-application'
import { recordAudit } from '@/lib/audit/audit-store'
import type { Mode } from '@/lib/ledger/account-store'
import { ok } from '@/lib/opencharge/result'
import { actor } from './actor'
import { credentialLines, noApplication, onlyOnce } from './app-text'
import { defineCommand, refuse } from './command'

interface Options {
  readonly app: string
  readonly mode: Mode
  readonly add?: boolean
}

export const appRotate = defineCommand<Options>({
  syntax: 'rotate',
  summary: 'give a shop a new key and secret',
  details: 'Those that it has in this mode work for 24 hours more; with --add they stay. The audit log names you.',
  examples: ['app rotate --app app_7Yc… --mode LIVE', 'app rotate --app app_7Yc… --mode TEST --add'],
  shape: (command) =>
    command
      .requiredOption('--app <id>', 'which')
      .addOption(new Option('--mode <mode>', 'of which mode').choices(['TEST', 'LIVE']).makeOptionMandatory())
      .option('--add', 'a further one: the others do not end'),
  run: async (session, { app, mode, add }) => {
    await session.database()
    const application = await findApplication(app)
    if (!application) return refuse(noApplication(app))
    const issued = await issueCredential(app, mode, add ? null : GRACE_SECONDS, (tx, { id }) =>
      recordAudit(tx, { actor: actor(), action: 'app.rotate', subject: app, details: `${mode} ${id}` }),
    )
    const others = add ? 'The others work on.' : 'Those from before work for 24 hours more.'
    return ok({ json: issued, lines: [...credentialLines(issued), onlyOnce, others] })
  },
})
