import { pino } from 'pino'

const shared = globalThis as { openchargeLog?: pino.Logger }

const SECRETS = [
  'authorization',
  'cookie',
  'signature',
  'privateKey',
  'secret',
  'password',
  'token',
  'headers.cookie',
  'headers.authorization',
  'headers["x-oc-signature"]',
]

/** The log of this process, as JSON lines on standard output. */
export function log(): pino.Logger {
  shared.openchargeLog ??= pino({
    level: process.env.LOG_LEVEL || 'info',
    redact: {
      paths: SECRETS.flatMap((name) => (name.startsWith('headers') ? [name] : [name, `*.${name}`])),
      censor: '[hidden]',
    },
  })
  return shared.openchargeLog
}
