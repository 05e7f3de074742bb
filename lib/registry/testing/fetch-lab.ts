import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from '@/lib/registry/guarded-fetch'
import { createFakeInternet } from '@/lib/registry/testing/fake-internet'

export const publicAddress = '93.184.215.14'

/** How a fetch ended, in one word or two. */
export async function codeOf(answer: ReturnType<GuardedFetch>): Promise<string> {
  const result = await answer
  return result.ok ? `answered ${result.value.status}` : result.error.code
}

/** The body that came, or the code of the refusal. */
export async function textOf(answer: ReturnType<GuardedFetch>): Promise<string> {
  const result = await answer
  return result.ok ? Buffer.from(result.value.bytes).toString() : result.error.code
}

/** The fake Internet with shop.example at a public address, and guards upon it that are closed with it. */
export function createFetchLab() {
  const internet = createFakeInternet()
  const opened: GuardedFetch[] = []
  internet.name('shop.example', [publicAddress])
  return Object.assign(internet, {
    /** A guard with all its rules unless `options` say otherwise. */
    open(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
      const { resolveHost, buildConnect } = internet
      const guarded = createGuardedFetch({ allowPrivateNetwork: false, resolveHost, buildConnect, ...options })
      opened.push(guarded)
      return guarded
    },
    async closeAll() {
      await internet.close()
      await Promise.all(opened.map((guarded) => guarded.close()))
    },
  })
}

export type FetchLab = ReturnType<typeof createFetchLab>
