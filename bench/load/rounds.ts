/** One round of something measured: gives its speed. */
export type Round = () => Promise<number>

/** What a number of rounds gave, by the name of what was measured. The same place in each list is the same round. */
export interface Rounds<Name extends string> {
  median(name: Name): number
  /** The median of the rounds' own ratios: both halves of one round met the same machine. */
  ratio(name: Name, floor: Name): number
}

/** Runs all of them by turns, each round in another order, after one round that does not count. */
export async function runRounds<Name extends string>(
  count: number,
  contenders: Readonly<Record<Name, Round>>,
): Promise<Rounds<Name>> {
  return runAfter(1, count, contenders)
}

// V8 compiles the gateway's own code over some thousands of requests; a floor's little code is compiled in the first hundreds.
const LONG_WARM_UP = 5

/** The same for what runs much code of ours: after as many rounds as make the gateway one that has run for a while. */
export async function runWarmRounds<Name extends string>(
  count: number,
  contenders: Readonly<Record<Name, Round>>,
): Promise<Rounds<Name>> {
  return runAfter(LONG_WARM_UP, count, contenders)
}

async function runAfter<Name extends string>(
  warmUp: number,
  count: number,
  contenders: Readonly<Record<Name, Round>>,
): Promise<Rounds<Name>> {
  const names = Object.keys(contenders) as Name[]
  const speeds = new Map(names.map((name) => [name, [] as number[]]))
  for (let round = -warmUp; round < count; round++) {
    const turn = round % 2 === 0 ? names : names.toReversed()
    for (const name of turn) {
      const speed = await contenders[name]()
      if (round >= 0) speeds.get(name)?.push(speed)
    }
  }
  const of = (name: Name) => speeds.get(name) ?? []
  return {
    median: (name) => median(of(name)),
    ratio: (name, floor) => median(of(name).map((speed, round) => speed / (of(floor)[round] ?? Number.NaN))),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]]
  return ((low ?? 0) + (high ?? 0)) / 2
}
