const PARENT_CHECK_MS = 500

/**
 * Runs `stop` once when the process is asked to end, then ends it. Who presses Ctrl-C again has it end at once; a second SIGTERM
 * says nothing new: a service manager sends it to every process, and the first one passes it on.
 */
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
  for (const signal of signals) {
    process.on(signal, () => {
      if (!stopping) end()
      else if (signal === 'SIGINT') process.exit(1)
    })
  }
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
