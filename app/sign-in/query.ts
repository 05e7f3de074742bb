import { type SignInProblem, signInProblems } from '@/components/sign-in/sign-in-problem'
import { localPath } from '@/lib/auth/local-path'
import { passkeyProblems } from '@/lib/passkeys/passkey-problem'

export type SignInQuery = Promise<Record<string, string | string[] | undefined>>

/** What the sign-in pages read from their address; nothing of it is believed beyond its form. */
export async function signInQuery(searchParams: SignInQuery) {
  const query = await searchParams
  const text = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  const problem: SignInProblem | null = signInProblems.find((code) => code === query.problem) ?? null
  const passkeyProblem = passkeyProblems.find((code) => code === query.problem) ?? null
  return { next: localPath(text('next')), flow: text('flow'), code: text('code'), problem, passkeyProblem }
}
