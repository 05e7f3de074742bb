export interface GroupOptions<In> {
  /** So many groups are under way at most. */
  readonly groups: number
  /** So many calls go in one of them. */
  readonly calls: number
  /** So many milliseconds lie between the beginnings of two groups: who comes in between waits for the next one. */
  readonly apartMs: number
  /** What a call changes, by any name: two that change the same are never in one group. */
  readonly changes: (given: In) => readonly string[]
}

interface Waiting<In, Out> {
  readonly given: In
  readonly resolve: (answer: Out) => void
  readonly reject: (cause: unknown) => void
}

/**
 * A function whose calls are done together with others that come at about the same time: one that comes when there was none
 * for a while is done at once and alone. `doAll` answers them in their order; when it fails, each is tried by itself.
 */
export function inGroups<In, Out>(
  doAll: (given: readonly In[]) => Promise<readonly Out[]>,
  { groups, calls, apartMs, changes }: GroupOptions<In>,
): (given: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = []
  let underWay = 0
  let nextAtMs = 0
  let timer: NodeJS.Timeout | undefined

  const takeGroup = (): Waiting<In, Out>[] => {
    const changed = new Set<string>()
    const group: Waiting<In, Out>[] = []
    const others: Waiting<In, Out>[] = []
    for (const call of waiting) {
      const own = changes(call.given)
      const isIn = group.length < calls && !own.some((name) => changed.has(name))
      if (isIn) for (const name of own) changed.add(name)
      ;(isIn ? group : others).push(call)
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
      if (group.length > 1) await Promise.all(group.map((one) => run([one])))
      else group[0]?.reject(cause)
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
    nextAtMs = performance.now() + apartMs
    underWay += 1
    void run(takeGroup()).finally(() => {
      underWay -= 1
      startNext()
    })
  }
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject })
      startNext()
    })
}
