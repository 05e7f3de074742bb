import { setTimeout as pause } from 'node:timers/promises'
import type { AnswerMode } from '@/devnet/faults/fault-modes'
import { answerOf, signAnswer } from '@/devnet/network/answer-as-party'
import type { Party } from '@/devnet/network/party'
import type { WireAnswer, WireReply } from '@/devnet/network/wire'
import { protocolError } from '@/lib/opencharge/errors'
import { err } from '@/lib/opencharge/result'

const lateMs = 3_000
const hangMs = 30_000
const hugeBytes = 50 * 1024 * 1024

interface Spoiling {
  readonly answer: WireAnswer
  readonly party: Party
  /** Signs another answer as the party would. */
  readonly sign: (answer: WireAnswer) => WireAnswer
}

/** Spoils an answer on its way, when the work behind it is done. */
export async function spoilAnswer(
  mode: AnswerMode,
  party: Party,
  nowEpochSeconds: number,
  answer: WireAnswer,
): Promise<WireReply> {
  return spoilings[mode]({ answer, party, sign: (other) => signAnswer(party, nowEpochSeconds, other) })
}

const spoilings: Record<AnswerMode, (spoiling: Spoiling) => WireReply | Promise<WireReply>> = {
  answer_late: ({ answer }) => pause(lateMs, answer),
  timeout_after: () => ({ hangUpAfterMs: hangMs }),
  drop: () => ({ hangUpAfterMs: 0 }),
  error_500_after: ({ sign }) => sign(answerOf(err(protocolError('INTERNAL_ERROR')))),
  bad_answer_signature: ({ answer, party: { signer } }) => ({
    ...answer,
    headers: { ...answer.headers, 'X-OC-Signature': signer.sign('something else') },
  }),
  unsigned_answer: ({ answer }) => ({ ...answer, headers: withoutSignature(answer) }),
  huge: ({ answer, sign }) => sign({ ...answer, body: JSON.stringify({ filling: 'x'.repeat(hugeBytes) }) }),
  redirect: ({ sign }) => sign({ status: 302, headers: { location: 'https://elsewhere.invalid/' }, body: '' }),
  garbage: ({ answer, sign }) => sign({ ...answer, body: 'This is not JSON.' }),
}

function withoutSignature({ headers }: WireAnswer): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('X-OC-')))
}
