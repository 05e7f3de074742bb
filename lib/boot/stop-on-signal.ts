/** Runs `stop` once when the process is asked to end, then ends it. A second signal ends it at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const handle = () => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      (cause: unknown) => {
        console.error('The gateway did not stop cleanly:', cause)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', handle)
  process.on('SIGINT', handle)
}
