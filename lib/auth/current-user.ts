import { getServerSession } from 'next-auth'
import { authOptions } from './auth-options'

export interface SignedInUser {
  readonly id: string
  readonly email: string
}

/** Who is signed in with this request's cookie, or null. */
export async function currentUser(): Promise<SignedInUser | null> {
  const session: { user?: { id?: string; email?: string | null } } | null = await getServerSession(authOptions())
  const { id, email } = session?.user ?? {}
  return id && email ? { id, email } : null
}
