'use server'

import { userFormAction } from '@/lib/http/form-action'
import { readLinkToken } from '@/lib/links/link-token'
import { answerRequest } from '@/lib/people/answer-request'
import { answerProblems } from '@/lib/people/people-problem'
import { withdrawRequest } from '@/lib/people/withdraw-request'

/** Pays a request. Its page then says how it ended, whatever that is. */
export async function answerAction(token: unknown, form: FormData): Promise<void> {
  const page = `/request/${readLinkToken(token)}`
  await userFormAction(form, page, async ({ user }) => {
    const answer = { payerId: user.id, browserSessionId: user.sessionId, token: readLinkToken(token) }
    const answered = await answerRequest(answer, Date.now() / 1000)
    const problem = !answered.ok && answerProblems.find((code) => code === answered.error)
    return { goTo: problem ? `${page}?problem=${problem}` : page }
  })
}

export async function withdrawAction(token: unknown, form: FormData): Promise<void> {
  const page = `/request/${readLinkToken(token)}`
  await userFormAction(form, page, async ({ user }) => {
    await withdrawRequest(user.id, readLinkToken(token))
    return { goTo: page }
  })
}
