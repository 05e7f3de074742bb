import { listUsers } from '@/lib/auth/user-store'
import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { limitValue } from './option-values'
import { momentText, textTable } from './text-table'

export const userList = defineCommand<{ readonly limit: number }>({
  syntax: 'list',
  summary: 'list people, the newest first',
  examples: ['user list', 'user list --limit 1000 --json'],
  shape: (command) => command.option('--limit <number>', 'at most this many', limitValue, 100),
  run: async (session, { limit }) => {
    await session.database()
    const people = await listUsers(limit + 1)
    const users = people.slice(0, limit)
    const rows = users.map(({ email, createdAt, verifiedAt, id }) => [
      email,
      momentText(createdAt),
      verifiedAt ? 'yes' : 'no',
      id,
    ])
    const lines = rows.length > 0 ? textTable(['EMAIL', 'SINCE', 'SIGNED IN', 'ID'], rows) : ['There is nobody yet.']
    const hasMore = people.length > limit
    if (hasMore) lines.push(`There are more: --limit shows them.`)
    return ok({ json: { users, hasMore }, lines })
  },
})
