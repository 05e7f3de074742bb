import { PrismaAdapter } from '@next-auth/prisma-adapter'
import type { NextAuthOptions } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import { prisma } from '@/lib/db/prisma'
import { env } from '@/lib/env/env'
import { digestToken, sessionMaxAgeSeconds } from './session-token'

export const isSecureSite = (): boolean => env().PUBLIC_URL.startsWith('https:')

/** next-auth's own name for the cookie: it reads what we set. */
export const sessionCookieName = (): string => `${isSecureSite() ? '__Secure-' : ''}next-auth.session-token`

/**
 * next-auth keeps the sessions (in the database) and reads the cookie. It has no providers: its emailed link signs in on a GET,
 * which a mail scanner would use up, so the code is checked by our own forms (confirm-code.ts).
 */
export function authOptions(): NextAuthOptions {
  return {
    adapter: digestingAdapter(),
    providers: [],
    secret: process.env.AUTH_SECRET ?? '',
    session: { strategy: 'database', maxAge: sessionMaxAgeSeconds },
    pages: { signIn: '/sign-in', signOut: '/wallet', error: '/sign-in' },
    callbacks: {
      session: ({ session, user }) => ({ ...session, user: { id: user.id, email: user.email } }),
    },
  }
}

/** The adapter with tokens turned into digests on their way to the database. */
function digestingAdapter(): Adapter {
  // The adapter was typed for the classic client; the models that it calls are the same.
  const adapter = PrismaAdapter(prisma() as unknown as Parameters<typeof PrismaAdapter>[0])
  return {
    ...adapter,
    getSessionAndUser: async (token) => {
      const found = await adapter.getSessionAndUser?.(digestToken(token))
      return found ? { ...found, session: { ...found.session, sessionToken: token } } : null
    },
    updateSession: async (session) =>
      adapter.updateSession?.({ ...session, sessionToken: digestToken(session.sessionToken) }),
    deleteSession: async (token) => {
      await adapter.deleteSession?.(digestToken(token))
    },
  }
}
