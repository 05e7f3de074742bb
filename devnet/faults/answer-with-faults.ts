import type { FaultList } from '@/devnet/faults/fault-list'
import { answerModes, type InsteadMode, insteadModes } from '@/devnet/faults/fault-modes'
import { spoilAnswer } from '@/devnet/faults/spoil-answer'
import { spoilOutcome } from '@/devnet/faults/spoil-outcome'
import { answerOf, signAnswer } from '@/devnet/network/answer-as-party'
import type { Network } from '@/devnet/network/network'
import type { Outcome, PartyEndpoint } from '@/devnet/network/party-endpoint'
import { pathUnder, runRoute } from '@/devnet/network/run-route'
import type { SignedProof } from '@/devnet/network/signed-proof'
import type { WireReply, WireRequest } from '@/devnet/network/wire'
import { protocolError } from '@/lib/opencharge/errors'
import { err } from '@/lib/opencharge/result'

/** A party that does what it was told to do wrong. */
export interface FaultyEndpoint extends PartyEndpoint {
  readonly faults: FaultList
  /** The proofs that it made. */
  readonly issued: () => readonly SignedProof[]
}

const clockOffSeconds = 240

/** Answers as the party would, except for the faults that are set. Money is booked and proofs are kept as they should be. */
export async function answerWithFaults(
  network: Network,
  endpoint: FaultyEndpoint,
  request: WireRequest,
): Promise<WireReply> {
  const { party, faults } = endpoint
  const path = pathUnder(party, request)
  const isClockOff = faults.take(path, ['clock_off']) !== undefined
  const nowEpochSeconds = network.nowEpochSeconds() + (isClockOff ? clockOffSeconds : 0)
  const instead = faults.take(path, insteadModes)
  if (instead) return replyInstead(instead, endpoint, nowEpochSeconds)
  const refuse = (known: () => Outcome | undefined) =>
    faults.isSet(path, 'reject') ? (known() ?? refusal(faults, path)) : undefined
  const outcome = await runRoute(network, endpoint, request, { nowEpochSeconds, refuse })
  const answer = signAnswer(party, nowEpochSeconds, answerOf(spoilOutcome(outcome, endpoint, path)))
  const mode = faults.take(path, answerModes)
  return mode ? spoilAnswer(mode, party, nowEpochSeconds, answer) : answer
}

function replyInstead(mode: InsteadMode, { party }: PartyEndpoint, nowEpochSeconds: number): WireReply {
  if (mode === 'drop_before') return { hangUpAfterMs: 0 }
  const error = protocolError(mode === 'metadata_gone' ? 'NOT_FOUND' : 'INTERNAL_ERROR')
  return signAnswer(party, nowEpochSeconds, answerOf(err(error)))
}

// An honest peer knows what it has done, and so does one that has begun to refuse.
function refusal(faults: FaultList, path: string): Outcome {
  faults.take(path, ['reject'])
  return err(protocolError(path === '/transfer/create' ? 'INSUFFICIENT_FUNDS' : 'CAPABILITY_NOT_SUPPORTED'))
}
