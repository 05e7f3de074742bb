import { CommanderError } from 'commander'
import type { Outcome, Runner } from './command'
import { explainFailure } from './explain-failure'
import { printableJson } from './printable-json'
import { createProgram } from './program'
import type { Session } from './session'
import type { Terminal } from './terminal'

export type ExitCode = 0 | 1 | 2

/** Runs one command line. Standard output gets the answer and nothing else; the exit code is 0, 1 (fault) or 2 (usage). */
export async function runOc(argv: readonly string[], session: Session): Promise<ExitCode> {
  const { terminal } = session
  const wantsStack = process.env.LOG_LEVEL === 'debug'
  const wantsJson = argv.includes('--json')
  let exitCode: ExitCode = 0
  const runner: Runner = async (asJson, work) => {
    exitCode = report(await work(session), asJson, terminal)
  }
  try {
    await createProgram(runner, terminal).parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (cause) {
    if (cause instanceof CommanderError) return reportUsage(cause, wantsJson, terminal)
    fail(explainFailure(cause), wantsJson, terminal)
    if (wantsStack && cause instanceof Error) terminal.note(`${cause.stack}\n`)
    return 1
  }
}

function report(outcome: Outcome, asJson: boolean, terminal: Terminal): ExitCode {
  if (!outcome.ok) {
    fail(outcome.error.sentence, asJson, terminal)
    return outcome.error.exitCode
  }
  const { json, lines, foundFault } = outcome.value
  terminal.print(asJson ? printableJson(json) : lines.map((line) => `${line}\n`).join(''))
  return foundFault ? 1 : 0
}

// A caller that reads JSON gets a document in every case.
function fail(sentence: string, asJson: boolean, terminal: Terminal): void {
  terminal.note(`${sentence}\n`)
  if (asJson) terminal.print(printableJson({ error: { message: sentence } }))
}

/** commander has said it on standard error already. */
function reportUsage(cause: CommanderError, asJson: boolean, terminal: Terminal): ExitCode {
  if (cause.exitCode === 0) return 0
  const message = cause.code === 'commander.help' ? 'Name a command; --help lists them.' : cause.message
  if (asJson) terminal.print(printableJson({ error: { message } }))
  return 2
}
