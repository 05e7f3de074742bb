export interface Comparison {
  readonly value: number
  readonly floor: number
  /** The median of the rounds' own ratios: both halves of a round met the same machine. */
  readonly ratio: number
}

type Round = () => Promise<number>

/** Runs the two by turns (A B, B A, …) after one round of each that does not count, and gives medians. */
export async function compareRounds(rounds: number, value: Round, floor: Round): Promise<Comparison> {
  await value()
  await floor()
  const pairs: { value: number; floor: number }[] = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) {
      const first = await value()
      pairs.push({ value: first, floor: await floor() })
    } else {
      const first = await floor()
      pairs.push({ value: await value(), floor: first })
    }
  }
  return {
    value: median(pairs.map((pair) => pair.value)),
    floor: median(pairs.map((pair) => pair.floor)),
    ratio: median(pairs.map((pair) => pair.value / pair.floor)),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]]
  return ((low ?? 0) + (high ?? 0)) / 2
}
