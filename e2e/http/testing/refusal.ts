import { expect } from 'vitest'
import type { PublicKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { nowSeconds } from './signed-call'
import type { WireAnswer } from './wire'
import { OUR_OCID, type World } from './world'

export interface ErrorBody {
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** What must never be seen from outside: stacks, statements, file names, the names of our parts. */
const INTERNALS =
  /node_modules|file:\/\/|\/lib\/|\.tsx?\b|\bat [\w.<>]+ \(|SELECT |INSERT |UPDATE |postgres|prisma|graphile|pg_|ECONN|\[object/i

/** The answer is JSON with our signature over exactly these bytes and this status. */
export function expectSigned(key: PublicKey, answer: WireAnswer): unknown {
  const header = (name: string) => {
    const value = answer.headers[name.toLowerCase()]
    return value === undefined ? null : String(value)
  }
  const seen = verifyResponse(
    { status: answer.status, body: answer.bytes, header },
    { ocid: OUR_OCID, key, now: nowSeconds() },
    nobleCrypto,
  )
  expect(seen, `${answer.status} ${answer.text.slice(0, 300)}`).toEqual({ ok: true, value: 'signed' })
  expect(answer.headers['content-type']).toBe('application/json')
  expect(answer.headers['cache-control']).toBe('no-store')
  return JSON.parse(answer.text)
}

export function expectSuccess(key: PublicKey, answer: WireAnswer): Record<string, unknown> {
  const body = expectSigned(key, answer)
  expect(answer, answer.text).toHaveProperty('status', 200)
  return body as Record<string, unknown>
}

/** A refusal in the protocol's form: code, status, signature, and nothing of our insides. */
export function expectError(key: PublicKey, answer: WireAnswer, status: number, code: string): ErrorBody {
  const body = expectSigned(key, answer) as { error: ErrorBody }
  expect({ status: answer.status, code: body.error?.code }, answer.text).toEqual({ status, code })
  expect(Object.keys(body)).toEqual(['error'])
  expect(body.error.message).toMatch(/\S/)
  expect(answer.text).not.toMatch(INTERNALS)
  return body.error
}

/** Sends something that must be refused, and sees that it left no row behind. */
export async function expectRefusal(
  world: World,
  status: number,
  code: string,
  send: () => Promise<WireAnswer>,
): Promise<ErrorBody> {
  const before = await world.db.written()
  const error = expectError(world.key, await send(), status, code)
  expect(await world.db.written()).toEqual(before)
  return error
}
