import { AsyncLocalStorage } from 'node:async_hooks'

interface Answer {
  status: number | undefined
}

// Next.js has its own copy of this module: what both must see hangs on the process.
const shared = globalThis as { openchargeAnswers?: AsyncLocalStorage<Answer> }

function answers(): AsyncLocalStorage<Answer> {
  shared.openchargeAnswers ??= new AsyncLocalStorage()
  return shared.openchargeAnswers
}

/** Runs what answers one request. `status` then says what a page asked for in the meantime. */
export function withAnswerStatus<T>(run: (status: () => number | undefined) => T): T {
  const answer: Answer = { status: undefined }
  return answers().run(answer, () => run(() => answer.status))
}

/**
 * The page that is being made is whole, and tells of something that is not there. (Next.js's own `notFound()` after a
 * page has started gives a document that only JavaScript fills.)
 */
export function answerNotFound(): void {
  const answer = answers().getStore()
  if (answer) answer.status = 404
}

/** The page that is being made is whole, and says that somebody has asked too often. */
export function answerTooMany(): void {
  const answer = answers().getStore()
  if (answer) answer.status = 429
}
