import { findApplication } from '@/lib/applications/application-store'
import { GRACE_SECONDS, rotateSigningSecret } from '@/lib/applications/open-application'
import { recordAudit } from '@/lib/audit/audit-store'
import { ok } from '@/lib/opencharge/result'
import { actor } from './actor'
import { noApplication, onlyOnce } from './app-text'
import { defineCommand, refuse } from './command'

export const appRotateSigningSecret = defineCommand<{ readonly app: string }>({
  syntax: 'rotate-signing-secret',
  summary: "give a shop's webhooks a new secret",
  details: 'For 24 hours each webhook has a signature by both. The audit log names you.',
  examples: ['app rotate-signing-secret --app app_7Yc…'],
  shape: (command) => command.requiredOption('--app <id>', 'which'),
  run: async (session, { app }) => {
    await session.database()
    if (!(await findApplication(app))) return refuse(noApplication(app))
    const signingSecret = await rotateSigningSecret(app, GRACE_SECONDS, (tx) =>
      recordAudit(tx, { actor: actor(), action: 'app.rotate-signing-secret', subject: app, details: '' }),
    )
    const lines = [
      `Webhooks are signed with ${signingSecret} and, for 24 hours more, with the one from before.`,
      onlyOnce,
    ]
    return ok({ json: { applicationId: app, signingSecret }, lines })
  },
})
