import { Worker } from 'node:worker_threads'
import { log } from '@/lib/log/log'
import type { Crypto, Message } from '@/lib/opencharge/signer'
import { checksInPlace, type SignatureCheck, type SignatureChecks } from './signature-checks'

/** What travels to the thread. A key goes as its text: the thread makes sure by itself that it is a point of the curve. */
export interface ThreadCheck {
  readonly message: Message
  readonly signature: string
  readonly keyHex: string
}

interface Waiting {
  readonly check: SignatureCheck
  readonly resolve: (holds: boolean) => void
}

/**
 * Checks signatures in a thread of their own. Two of them are most of what a checkout costs a gateway, and nothing in them
 * needs the thread that answers everybody. Without the thread (it died, it could not start) they are checked in place.
 */
export function checksInThread(program: string, crypto: Pick<Crypto, 'verify'>): SignatureChecks {
  const inPlace = checksInPlace(crypto)
  const thread = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb: 4 } })
  let isThere = true
  let gathered: Waiting[] = []
  const sent: Waiting[][] = []

  const giveUp = (cause?: unknown) => {
    if (cause)
      log().error({ err: cause }, 'the thread that checks signatures ended; they are checked in place from now on')
    isThere = false
    for (const { check, resolve } of [...sent.splice(0).flat(), ...gathered.splice(0)]) {
      resolve(crypto.verify(check.message, check.signature, check.key))
    }
  }
  thread.on('message', (answers: boolean[]) => {
    // The thread answers in the order in which it is asked.
    const batch = sent.shift() ?? []
    for (const [index, { resolve }] of batch.entries()) resolve(answers[index] === true)
  })
  thread.once('error', giveUp)
  thread.once('exit', () => giveUp())
  // The gateway stays for its server, not for this.
  thread.unref()

  // What was asked for in one turn of the event loop goes as one message: a message costs more than what is in it.
  const send = () => {
    if (!isThere || gathered.length === 0) return
    const batch = gathered
    gathered = []
    sent.push(batch)
    thread.postMessage(batch.map(({ check }) => toThread(check)))
  }
  const holds = (check: SignatureCheck): Promise<boolean> => {
    if (!isThere) return inPlace.holds(check)
    return new Promise((resolve) => {
      if (gathered.push({ check, resolve }) === 1) setImmediate(send)
    })
  }
  const close = async () => {
    isThere = false
    await thread.terminate()
  }
  return { holds, close }
}

const toThread = ({ message, signature, key }: SignatureCheck): ThreadCheck => ({ message, signature, keyHex: key.hex })
