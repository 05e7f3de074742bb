import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { Outcome, PartyEndpoint } from '@/devnet/network/party-endpoint'
import { runRoute } from '@/devnet/network/run-route'
import { jsonAnswer, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import { errorBody } from '@/lib/opencharge/errors'
import { signResponse } from '@/lib/opencharge/response-signature'

/** Answers the requests to one party; every answer is signed, errors included. */
export async function answerAsParty(
  network: Network,
  endpoint: PartyEndpoint,
  request: WireRequest,
): Promise<WireAnswer> {
  const nowEpochSeconds = network.nowEpochSeconds()
  const outcome = await runRoute(network, endpoint, request, { nowEpochSeconds })
  return signAnswer(endpoint.party, nowEpochSeconds, answerOf(outcome))
}

export const answerOf = (outcome: Outcome): WireAnswer =>
  outcome.ok ? jsonAnswer(200, outcome.value) : jsonAnswer(outcome.error.status, errorBody(outcome.error))

export function signAnswer({ ocid, signer }: Party, timestamp: number, answer: WireAnswer): WireAnswer {
  const signed = signResponse({ ocid, timestamp, status: answer.status, body: answer.body }, signer)
  return { ...answer, headers: { ...answer.headers, ...signed } }
}
