import { runOc } from '@/scripts/oc/run-oc'
import { createSession } from '@/scripts/oc/session'

/** Runs a command line in this process, on the database of the test file, which stays open. */
export async function runCommand(argv: readonly string[], input: Uint8Array | string = '') {
  const [out, err]: [string[], string[]] = [[], []]
  const terminal = {
    print: (text: string) => void out.push(text),
    note: (text: string) => void err.push(text),
    readInput: async () => Buffer.from(input),
  }
  const session = createSession(terminal, async () => ({
    url: process.env.DATABASE_URL ?? '',
    close: async () => undefined,
  }))
  try {
    const exitCode = await runOc(argv, session)
    return { out: out.join(''), err: err.join(''), exitCode }
  } finally {
    await session.close()
  }
}

/** The same with --json: the one document on standard output. */
export async function runJson(argv: readonly string[], input: Uint8Array | string = '') {
  const { out, exitCode } = await runCommand([...argv, '--json'], input)
  const document: unknown = JSON.parse(out)
  return { document, exitCode }
}
