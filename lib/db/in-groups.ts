import { isRefusedStatement } from './sql-error'

export interface GroupOptions<In> {
  /** So many groups are under way at most. */
  readonly groups: number
  /** So many calls go in one of them. */
  readonly calls: number
  /** So many milliseconds lie between the beginnings of two groups: who comes in between waits for the next one. */
  readonly apartMs: number
  /** What a call changes, by any name: of those that change the same, one is under way. */
  readonly changes: (given: In) => readonly string[]
}

interface Waiting<In, Out> {
  readonly given: In
  readonly changes: readonly string[]
  readonly resolve: (answer: Out) => void
  readonly reject: (cause: unknown) => void
}

/**
 * A function whose calls are done together with others that come at about the same time: one that comes when there was none
 * for a while is done at once and alone. `doAll` answers them in their order, all or nothing; when PostgreSQL refuses what it
 * asks for, each is tried by itself, and after any other failure all of them fail.
 */
export function inGroups<In, Out>(
  doAll: (given: readonly In[]) => Promise<readonly Out[]>,
  { groups, calls, apartMs, changes }: GroupOptions<In>,
): (given: In) => Promise<Out> {
  const changing = new Set<string>()
  let waiting: Waiting<In, Out>[] = []
  let underWay = 0
  let nextAtMs = 0
  let timer: NodeJS.Timeout | undefined

  const takeGroup = (): Waiting<In, Out>[] => {
    const group: Waiting<In, Out>[] = []
    const others: Waiting<In, Out>[] = []
    for (const call of waiting) {
      const isFree = group.length < calls && !call.changes.some((name) => changing.has(name))
      if (isFree) for (const name of call.changes) changing.add(name)
      ;(isFree ? group : others).push(call)
    }
    waiting = others
    return group
  }
  const run = async (group: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const answers = await doAll(group.map(({ given }) => given))
      if (answers.length !== group.length) throw new Error(`${group.length} calls were given ${answers.length} answers`)
      for (const [place, { resolve }] of group.entries()) resolve(answers[place] as Out)
    } catch (cause) {
      // A connection that broke may have done all of it.
      if (group.length > 1 && isRefusedStatement(cause)) await Promise.all(group.map((one) => run([one])))
      else for (const { reject } of group) reject(cause)
    }
  }
  const startNext = () => {
    if (timer || underWay >= groups || waiting.length === 0) return
    const earlyMs = nextAtMs - performance.now()
    if (earlyMs > 0) {
      timer = setTimeout(() => {
        timer = undefined
        startNext()
      }, earlyMs)
      return
    }
    const group = takeGroup()
    // All that wait are for what is under way: its end starts them.
    if (group.length === 0) return
    nextAtMs = performance.now() + apartMs
    underWay += 1
    void run(group).finally(() => {
      underWay -= 1
      for (const name of group.flatMap((call) => call.changes)) changing.delete(name)
      startNext()
    })
  }
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, changes: changes(given), resolve, reject })
      startNext()
    })
}
