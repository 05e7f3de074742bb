import { cookies } from 'next/headers'
import { hostCookieName, isSecureSite } from '@/lib/auth/auth-options'
import { challengeMinutes, newBrowserSecret, parseBrowserSecret } from '@/lib/passkeys/challenge'

const cookieName = () => hostCookieName('passkey-browser')

/** The browser that answers, by the cookie it got when it asked; no browser of ours has the empty secret. */
export async function answeringBrowser(): Promise<string> {
  const jar = await cookies()
  return parseBrowserSecret(jar.get(cookieName())?.value) ?? ''
}

/** The browser that asks. It keeps its secret, so that two of its tabs can ask at once. */
export async function askingBrowser(): Promise<string> {
  const jar = await cookies()
  const browser = parseBrowserSecret(jar.get(cookieName())?.value) ?? newBrowserSecret()
  const options = { httpOnly: true, secure: isSecureSite(), sameSite: 'strict', path: '/' } as const
  jar.set(cookieName(), browser, { ...options, maxAge: 2 * challengeMinutes * 60 })
  return browser
}
