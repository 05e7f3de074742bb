'use server'

import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { sessionCookieName, sessionCookieOptions } from '@/lib/auth/auth-options'
import { authSecret } from '@/lib/auth/auth-secret'
import { confirmCode } from '@/lib/auth/confirm-code'
import { localPath } from '@/lib/auth/local-path'
import { requestCode } from '@/lib/auth/request-code'
import { codeMinutes, parseFlowId } from '@/lib/auth/sign-in-code'
import { findFlowEmail } from '@/lib/auth/sign-in-code-store'
import type { MailWords } from '@/lib/auth/sign-in-mail'
import { endSession } from '@/lib/auth/user-store'
import { env } from '@/lib/env/env'
import { type FormCall, formAction } from '@/lib/http/form-action'
import { keepSession } from './keep-session'
import { browserMark } from './known-browser'
import { rememberWay } from './way'

/** Mails a code to the address in the form, and goes on to the page that takes it. */
export async function startSignIn(next: string, form: FormData): Promise<void> {
  await formAction(form, (call) => sendCode(call, String(form.get('email') ?? ''), next))
}

/** Sends another code to the address of a sign-in that is under way. */
export async function resendCode(flow: unknown, next: string, form: FormData): Promise<void> {
  await formAction(form, async (call) => {
    const flowId = parseFlowId(flow)
    const email = flowId && (await findFlowEmail(flowId))
    return email ? sendCode(call, email, next) : { goTo: signInPath({ next, problem: 'CODE_EXPIRED' }) }
  })
}

async function sendCode({ address }: FormCall, email: string, next: string) {
  const linkFor = (flow: string, code: string) =>
    `${env().PUBLIC_URL}/sign-in/confirm?${new URLSearchParams({ flow, code, next: localPath(next) })}`
  const asked = { email, address, browserMark: await browserMark(), secret: authSecret() }
  const sent = await requestCode({ ...asked, linkFor, words: await mailWords() })
  if (!sent.ok) return { goTo: signInPath({ next, problem: sent.error }) }
  await rememberWay(sent.value, localPath(next))
  return { goTo: `/sign-in/code?${new URLSearchParams({ flow: sent.value, next: localPath(next) })}` }
}

async function mailWords(): Promise<MailWords> {
  const t = await getTranslations('signInMail')
  const gateway = env().GATEWAY_NAME
  return {
    subject: (code) => t('subject', { code, gateway }),
    text: (code, link) => t('text', { code, link, gateway, minutes: codeMinutes }),
  }
}

/** Takes the code, typed or carried by the mail's link, and signs this browser in. */
export async function verifyCode(flow: string, next: string, form: FormData): Promise<void> {
  await formAction(form, async ({ userAgent }) => {
    const token = await confirmCode(flow, form.get('code'), authSecret(), userAgent)
    if (!token.ok) {
      const problem = token.error
      if (problem === 'CODE_EXPIRED') return { goTo: signInPath({ next, problem }) }
      return { goTo: `/sign-in/code?${new URLSearchParams({ flow, next: localPath(next), problem })}` }
    }
    await keepSession(token.value)
    return { goTo: localPath(next) }
  })
}

export async function signOut(next: string, form: FormData): Promise<void> {
  await formAction(form, async () => {
    const jar = await cookies()
    const token = jar.get(sessionCookieName())?.value
    if (token) await endSession(token)
    jar.set(sessionCookieName(), '', { ...sessionCookieOptions(), maxAge: 0 })
    return { goTo: localPath(next) }
  })
}

function signInPath({ next, problem }: { next: string; problem: string }): string {
  return `/sign-in?${new URLSearchParams({ next: localPath(next), problem })}`
}
