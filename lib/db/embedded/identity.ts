import { readFile } from 'node:fs/promises'

/** The user that PostgreSQL runs as; empty when it runs as ourselves. */
export interface Identity {
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL refuses to run as root: there we hand it to `postgres`, or to `nobody`, which every system has. */
export async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) {
    throw new Error(
      'PostgreSQL cannot run as root, and this system has neither a "postgres" nor a "nobody" user. Start as an ordinary user, or set DATABASE_URL.',
    )
  }
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
