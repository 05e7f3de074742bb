/** Where a command talks to: the process's own streams, or a test's. */
export interface Terminal {
  /** The answer itself, on standard output. */
  readonly print: (text: string) => void
  /** Everything beside it, on standard error. */
  readonly note: (text: string) => void
  readonly readInput: () => Promise<Uint8Array>
}

export const processTerminal: Terminal = {
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
  readInput: async () => {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  },
}
