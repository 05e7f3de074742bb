import type { IncomingMessage, ServerResponse } from 'node:http'
import { rows } from '@/lib/db/transaction'

/** Where a load balancer asks whether to send requests to this process. */
export const READINESS_PATH = '/ready'

// A statement that takes longer than this says as much as none.
const PATIENCE_MS = 2_000
// However often it is asked, the database is asked so seldom.
const KEPT_MS = 1_000

// It shares a connection: a pool that is busy is not a database that is away.
const PING = { name: 'ready', text: 'SELECT 1', quick: true }

let isLeaving = false
let known: { readonly atMs: number; readonly answers: Promise<boolean> } | undefined

/** From now on this process says that it wants no more requests; it goes on answering those that come. */
export function leaveService(): void {
  isLeaving = true
}

/** GET /ready: 200 when requests can be answered here, else 503 with the reason. */
export async function answerReadiness(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' }).end('Only GET and HEAD are understood here.\n')
    return
  }
  const reason = isLeaving ? 'stopping' : (await doesDatabaseAnswer()) ? undefined : 'the database does not answer'
  response.writeHead(reason === undefined ? 200 : 503).end(`${reason ?? 'ready'}\n`)
}

function doesDatabaseAnswer(): Promise<boolean> {
  if (!known || Date.now() - known.atMs >= KEPT_MS) known = { atMs: Date.now(), answers: ping() }
  return known.answers
}

async function ping(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS)
  })
  const answered = rows(PING, []).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([answered, late])
  } finally {
    clearTimeout(timer)
  }
}
