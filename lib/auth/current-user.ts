import { getServerSession } from 'next-auth'
import { authOptions } from './auth-options'

export interface SignedInUser {
  readonly id: string
  readonly email: string
}

/** A person in one browser: what is confirmed there counts there alone. */
export interface SignedInSession extends SignedInUser {
  readonly sessionId: string
}

/** Who is signed in with this request's cookie, or null. */
export async function currentUser(): Promise<SignedInSession | null> {
  const failures: unknown[] = []
  const options = authOptions((cause) => failures.push(cause))
  const session: { user?: Partial<SignedInSession> } | null = await getServerSession(options)
  // next-auth takes a session that it could not read for none: without the database everybody would be signed out.
  if (failures.length > 0) throw failures[0]
  const { id, email, sessionId } = session?.user ?? {}
  return id && email && sessionId ? { id, email, sessionId } : null
}
