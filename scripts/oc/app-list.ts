import { listApplications, listCredentials, type StoredCredential } from '@/lib/applications/application-store'
import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { momentText, textTable } from './text-table'

export const appList = defineCommand({
  syntax: 'list',
  summary: 'list the shops that have API keys, with their credentials',
  examples: ['app list', 'app list --json'],
  run: async (session) => {
    await session.database()
    const applications = await Promise.all(
      (await listApplications()).map(async (application) => ({
        ...application,
        credentials: await listCredentials(application.id),
      })),
    )
    const rows = applications.flatMap(({ id, name, credentials }) =>
      credentials.map((credential) => [
        id,
        name,
        credential.mode,
        credential.id,
        `…${credential.keyEnding}`,
        stateOf(credential),
      ]),
    )
    const header = ['APPLICATION', 'NAME', 'MODE', 'CREDENTIAL', 'KEY', 'STATE']
    const lines = rows.length > 0 ? textTable(header, rows) : ['There is no application yet. "app add" makes one.']
    return ok({ json: { applications }, lines })
  },
})

function stateOf({ revokedAt, expiresAt }: StoredCredential): string {
  if (revokedAt) return `revoked ${momentText(revokedAt)}`
  if (!expiresAt) return 'works'
  return expiresAt.getTime() > Date.now() ? `works until ${momentText(expiresAt)}` : `ended ${momentText(expiresAt)}`
}
