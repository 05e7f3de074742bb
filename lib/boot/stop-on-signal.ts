const PARENT_CHECK_MS = 500

/** Runs `stop` once when the process is asked to end, then ends it. A second signal ends it at once. */
export function stopOnSignal(
  stop: () => Promise<void>,
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
): void {
  let stopping = false
  const end = () => {
    stopping = true
    stop().then(
      () => process.exit(0),
      (cause: unknown) => {
        console.error('The gateway did not stop cleanly:', cause)
        process.exit(1)
      },
    )
  }
  const handle = () => (stopping ? process.exit(1) : end())
  for (const signal of signals) process.on(signal, handle)
  whenOrphaned(() => {
    if (!stopping) end()
  })
}

// npm hands a SIGTERM to the shell between us, which dies of it and tells nobody.
function whenOrphaned(act: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, PARENT_CHECK_MS)
  timer.unref()
}
