import type { Command } from 'commander'
import { err, type Result } from '@/lib/opencharge/result'
import type { Session } from './session'

/** What a command has to say: one document for --json, and lines for people. */
export interface Output {
  readonly json: unknown
  readonly lines: readonly string[]
  /** The command did its work and found something wrong. */
  readonly foundFault?: boolean
}

/** Why a command did nothing, with how to mend it. Exit code 2 is for a command line that makes no sense. */
export interface Refusal {
  readonly sentence: string
  readonly exitCode: 1 | 2
}

export type Outcome = Result<Output, Refusal>

export const refuse = (sentence: string): Result<never, Refusal> => err({ sentence, exitCode: 1 })
export const misuse = (sentence: string): Result<never, Refusal> => err({ sentence, exitCode: 2 })

export type Runner = (asJson: boolean, work: (session: Session) => Promise<Outcome>) => Promise<void>

interface Definition<Options> {
  /** As commander reads it: the name, then its arguments. */
  readonly syntax: string
  readonly summary: string
  /** What the help says beyond the summary. */
  readonly details?: string
  readonly examples: readonly string[]
  readonly shape?: (command: Command) => Command
  readonly run: (session: Session, options: Options, args: readonly string[]) => Promise<Outcome>
}

export type AddCommand = (parent: Command, runner: Runner) => void

export const asSentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** A command as a declaration; every one takes --json and shows examples under --help. */
export function defineCommand<Options extends object>(definition: Definition<Options>): AddCommand {
  const { syntax, summary, details, examples, shape = (command) => command, run } = definition
  return (parent, runner) => {
    const command = shape(parent.command(syntax))
    const title = asSentence(summary)
    command.summary(summary).description(details ? `${title}\n\n${details}` : title)
    command.option('--json', 'print one JSON document instead of text')
    command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  npm run oc -- ${line}`).join('\n')}`)
    command.action(async () => {
      const options = command.opts<Options & { json?: boolean }>()
      await runner(options.json === true, (session) => run(session, options, command.args))
    })
  }
}
