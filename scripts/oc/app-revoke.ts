import { revokeCredential } from '@/lib/applications/application-store'
import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { displayText } from '@/lib/opencharge/display-text'
import { ok } from '@/lib/opencharge/result'
import { actor } from './actor'
import { defineCommand, refuse } from './command'

export const appRevoke = defineCommand({
  syntax: 'revoke <credential>',
  summary: 'end a key and its secret at once',
  details: 'The next request with it is refused, at every process. The audit log names you.',
  examples: ['app revoke cred_8s2…'],
  run: async (session, _, [id = '']) => {
    await session.database()
    const revoked = await inTransaction(async (tx) => {
      const credential = await revokeCredential(tx, id)
      if (!credential) return undefined
      const details = `${credential.mode} ${id}`
      await recordAudit(tx, { actor: actor(), action: 'app.revoke', subject: credential.applicationId, details })
      return credential
    })
    if (!revoked) {
      return refuse(
        `There is no credential ${displayText(id, 100)} that works. "npm run oc -- app list" shows which do.`,
      )
    }
    return ok({ json: revoked, lines: [`${id} of ${revoked.applicationId} (${revoked.mode}) is refused from now on.`] })
  },
})
