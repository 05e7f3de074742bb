import { getServerSession } from 'next-auth'
import { authOptions } from './auth-options'

export interface SignedInUser {
  readonly id: string
  readonly email: string
}

/** Who is signed in with this request's cookie, or null. */
export async function currentUser(): Promise<SignedInUser | null> {
  const failures: unknown[] = []
  const options = authOptions((cause) => failures.push(cause))
  const session: { user?: { id?: string; email?: string | null } } | null = await getServerSession(options)
  // next-auth takes a session that it could not read for none: without the database everybody would be signed out.
  if (failures.length > 0) throw failures[0]
  const { id, email } = session?.user ?? {}
  return id && email ? { id, email } : null
}
