import { createServer } from 'node:net'

const FIRST_PORT = 4300
const MOST_TRIED = 100

/** The first port that is free together with the next one, which the demo takes for its shop. */
export async function findPortPair(): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + MOST_TRIED; port += 2) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Error(`The ports from ${FIRST_PORT} on are all taken: set E2E_PORT to one that is free with its successor.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, () => probe.close(() => resolve(true)))
  })
}
