import { recordAudit } from '@/lib/audit/audit-store'
import { findUser } from '@/lib/auth/user-store'
import { inTransaction } from '@/lib/db/transaction'
import { ok } from '@/lib/opencharge/result'
import { deleteAllPasskeys } from '@/lib/passkeys/passkey-store'
import { actor } from './actor'
import { defineCommand, refuse } from './command'
import { emailValue, reasonValue } from './option-values'

interface Options {
  readonly email: string
  readonly reason: string
}

export const userForgetPasskeys = defineCommand<Options>({
  syntax: 'forget-passkeys',
  summary: 'remove the passkeys of somebody who has lost them',
  details:
    'The person signs in with mailed codes again and is no longer asked before paying. Make sure that it is the person who asks: whoever reads the mailbox can pay any amount afterwards. All of the person’s browsers are signed out.',
  examples: ['user forget-passkeys --email ada@example.com --reason "came to the counter with a passport"'],
  shape: (command) =>
    command
      .requiredOption('--email <address>', 'whose', emailValue)
      .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue),
  run: async (session, { email, reason }) => {
    await session.database()
    const person = await findUser(email)
    if (!person) return refuse(`There is no ${email}. "npm run oc -- user list" shows who there is.`)
    const forgotten = await forget(person.id, email, reason)
    const word = forgotten === 1 ? 'passkey' : 'passkeys'
    return ok({ json: { email, forgotten, reason }, lines: [`Removed ${forgotten} ${word} of ${email}.`] })
  },
})

async function forget(userId: string, email: string, reason: string): Promise<number> {
  return inTransaction(async (tx) => {
    const forgotten = await deleteAllPasskeys(tx, userId)
    const details = `${forgotten} removed: ${reason}`
    await recordAudit(tx, { actor: actor(), action: 'user.forget-passkeys', subject: email, details })
    return forgotten
  })
}
