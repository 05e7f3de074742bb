import { cookies } from 'next/headers'
import { hostCookieName, sessionCookieOptions } from '@/lib/auth/auth-options'
import { localPath } from '@/lib/auth/local-path'
import { codeMinutes } from '@/lib/auth/sign-in-code'

const cookieName = () => hostCookieName('sign-in-way')

/** Keeps in the browser that asks for a code where it wants to go. */
export async function rememberWay(flowId: string, next: string): Promise<void> {
  const jar = await cookies()
  jar.set(cookieName(), `${flowId} ${next}`, { ...sessionCookieOptions(), maxAge: codeMinutes * 60 })
}

/**
 * Where the mail's link leads: on to what this browser itself was at; in another one to what can be paid, or to the wallet.
 * Anybody can have a link mailed to somebody else, and would choose the page.
 */
export async function wayOf(flowId: string, linked: string): Promise<string> {
  const [asked, next] = ((await cookies()).get(cookieName())?.value ?? '').split(' ', 2)
  if (flowId !== '' && asked === flowId) return localPath(next)
  return linked.startsWith('/pay/') ? linked : '/wallet'
}
