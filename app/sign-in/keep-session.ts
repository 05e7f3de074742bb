import { cookies } from 'next/headers'
import { sessionCookieName, sessionCookieOptions } from '@/lib/auth/auth-options'
import { sessionMaxAgeSeconds } from '@/lib/auth/session-token'
import { endSession, findSession } from '@/lib/auth/user-store'
import { rememberBrowser } from './known-browser'

/** Gives this browser its new session. The one before ends: nobody could get back to it, and it would count as signed in. */
export async function keepSession(token: string): Promise<void> {
  const jar = await cookies()
  const before = jar.get(sessionCookieName())?.value
  if (before) await endSession(before)
  jar.set(sessionCookieName(), token, { ...sessionCookieOptions(), maxAge: sessionMaxAgeSeconds })
  const session = await findSession(token)
  if (session) await rememberBrowser(session.email)
}
