import { cookies } from 'next/headers'
import { hostCookieName, sessionCookieOptions } from '@/lib/auth/auth-options'
import { browserMarkOf } from '@/lib/auth/known-browser'

// The longest that browsers keep a cookie.
const MAX_AGE_SECONDS = 400 * 24 * 3600

const cookieName = () => hostCookieName('known-browser')

/** What this browser brings of the address that it signed in with last. */
export async function browserMark(): Promise<string | undefined> {
  return (await cookies()).get(cookieName())?.value
}

/** Lets this browser ask for codes for the address beside those who only know it, also after it has signed out. */
export async function rememberBrowser(email: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), browserMarkOf(email), { ...sessionCookieOptions(), maxAge: MAX_AGE_SECONDS })
}
