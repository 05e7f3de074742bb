import { PrismaAdapter } from '@next-auth/prisma-adapter'
import type { NextAuthOptions } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import { prisma } from '@/lib/db/prisma'
import { env } from '@/lib/env/env'
import { authSecret } from './auth-secret'
import { noteSeen } from './session-store'
import { digestToken, sessionMaxAgeSeconds } from './session-token'
import { findSession } from './user-store'

export const isSecureSite = (): boolean => env().PUBLIC_URL.startsWith('https:')

/** The name of a cookie of ours. `__Host-`: no other site under the same domain can plant its own. */
export const hostCookieName = (name: string): string => `${isSecureSite() ? '__Host-' : ''}${name}`

export const sessionCookieName = (): string => hostCookieName('next-auth.session-token')

export const sessionCookieOptions = () =>
  ({ httpOnly: true, secure: isSecureSite(), sameSite: 'lax', path: '/' }) as const

/**
 * next-auth keeps the sessions (in the database) and reads the cookie. It has no providers: its emailed link signs in on a GET,
 * which a mail scanner would use up, so the code is checked by our own forms (confirm-code.ts).
 */
export function authOptions(onFailure: (cause: unknown) => void): NextAuthOptions {
  return {
    adapter: digestingAdapter(onFailure),
    providers: [],
    secret: authSecret(),
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    session: { strategy: 'database', maxAge: sessionMaxAgeSeconds },
    pages: { signIn: '/sign-in', signOut: '/wallet', error: '/sign-in' },
    callbacks: {
      // `sessionId` is what our adapter adds to the user that next-auth hands on.
      session: ({ session, user }) => ({
        ...session,
        user: { id: user.id, email: user.email, sessionId: Reflect.get(user, 'sessionId') },
      }),
    },
  }
}

/** The adapter with tokens turned into digests on their way to the database. It tells of its failures, which next-auth keeps to itself. */
function digestingAdapter(onFailure: (cause: unknown) => void): Adapter {
  // The adapter was typed for the classic client; the models that it calls are the same.
  const adapter = PrismaAdapter(prisma() as unknown as Parameters<typeof PrismaAdapter>[0])
  return {
    ...adapter,
    getSessionAndUser: async (token) => {
      try {
        const found = await findSession(token)
        if (!found) return null
        if (found.isSeenLongAgo) await noteSeen(found.sessionId)
        const { sessionId, userId, email, emailVerified, expires } = found
        const user = { id: userId, email, emailVerified, sessionId }
        return { session: { sessionToken: token, userId, expires }, user }
      } catch (cause) {
        onFailure(cause)
        throw cause
      }
    },
    updateSession: async (session) =>
      adapter.updateSession?.({ ...session, sessionToken: digestToken(session.sessionToken) }),
    deleteSession: async (token) => {
      await adapter.deleteSession?.(digestToken(token))
    },
  }
}
