import { setTimeout as pause } from 'node:timers/promises'
import { listEventsSince, type ToldEvent } from '@/lib/app-events/event-log-store'
import { listSigningSecrets } from '@/lib/applications/signing-secret-store'
import { ok } from '@/lib/opencharge/result'
import { webhookHeaders } from '@/lib/webhooks/send-to-application'
import { chosenApplication } from './app-text'
import { defineCommand, refuse } from './command'
import { limitValue, localUrlValue } from './option-values'

const LOOK_EVERY_MS = 500
const ANSWER_MS = 10_000

interface Options {
  readonly app?: string
  readonly forwardTo?: string
  readonly count?: number
  readonly since?: number
}

export const listen = defineCommand<Options>({
  syntax: 'listen',
  summary: 'show the TEST events of a shop as they come, and forward them to a server on this machine',
  details:
    'For developing: what is forwarded has the same id, body and kind of signature as the webhook that goes to the webhook URL. Ends with Ctrl-C, or after so many events.',
  examples: ['listen --forward-to http://localhost:8080/hook', 'listen --app app_7Yc… --since 60 --count 1'],
  shape: (command) =>
    command
      .option('--app <id>', 'whose; needed when there is more than one')
      .option('--forward-to <url>', 'where they are posted to', localUrlValue)
      .option('--count <number>', 'end after so many', limitValue)
      .option('--since <seconds>', 'begin with those of the last so many seconds', limitValue),
  run: async (session, { app, forwardTo, count = Number.POSITIVE_INFINITY, since: backSeconds = 0 }) => {
    await session.database()
    const application = await chosenApplication(app)
    if (!application.ok) return refuse(application.error)
    const us = await session.gateway(session.settings())
    const { id, name } = application.value
    session.terminal.note(
      `Listening for TEST events of ${name}${forwardTo ? `, forwarding to ${forwardTo}` : ''}. Ctrl-C ends it.\n`,
    )
    const seen: string[] = []
    const over = interruption()
    const since = new Date(Date.now() - backSeconds * 1000)
    while (seen.length < count && !over.aborted) {
      for (const event of await listEventsSince(us, id, since, seen)) {
        if (seen.length >= count) break
        seen.push(event.id)
        session.terminal.note(
          `${event.type} ${event.id}${forwardTo ? ` → ${await forward(event, id, forwardTo)}` : ''}\n`,
        )
      }
      await pause(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined)
    }
    return ok({ json: { events: seen }, lines: [`${seen.length} ${seen.length === 1 ? 'event' : 'events'}.`] })
  },
})

/** Aborted by Ctrl-C. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}

/** Posts an event as the gateway does, and says what came of it. */
async function forward({ id, body }: ToldEvent, applicationId: string, to: string): Promise<string> {
  const headers = webhookHeaders(id, body, await listSigningSecrets(applicationId), new Date())
  try {
    const answer = await fetch(to, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await answer.arrayBuffer()
    return String(answer.status)
  } catch (cause) {
    return `no answer (${cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : cause})`
  }
}
