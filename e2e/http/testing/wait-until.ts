const PAUSE_MS = 20

/** Asks again and again until `ask` gives something, and gives that. Fails after `withinMs`, saying what was missed. */
export async function waitUntil<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 20_000,
): Promise<NonNullable<T>> {
  const giveUpAt = Date.now() + withinMs
  for (;;) {
    const found = await ask()
    if (found) return found
    if (Date.now() > giveUpAt) throw new Error(`within ${withinMs} ms it did not happen that ${what}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
