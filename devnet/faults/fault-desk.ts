import { z } from 'zod'
import type { FaultyEndpoint } from '@/devnet/faults/answer-with-faults'
import type { FaultList } from '@/devnet/faults/fault-list'
import { faultModes } from '@/devnet/faults/fault-modes'
import { answerOf } from '@/devnet/network/answer-as-party'
import type { KeyMemory } from '@/devnet/network/key-memory'
import type { Outcome } from '@/devnet/network/party-endpoint'
import type { WireAnswer, WireRequest } from '@/devnet/network/wire'
import { invalidRequest, type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { parseStrictJson, strictJsonRefusal } from '@/lib/opencharge/strict-json'

const FaultBody = z.strictObject({
  path: z.string().regex(/^(?:\*|\/[^*]*\*?)$/, 'must be a path after the endpoint, or "*"'),
  mode: z.enum(faultModes),
  times: z.int().min(1).optional(),
})

/** /<ocid>/faults: tells a party to misbehave, shows how it does, makes it honest again. For this machine only. */
export function answerFaultDesk(endpoint: FaultyEndpoint, keys: KeyMemory, request: WireRequest): WireAnswer {
  return answerOf(outcomeAtDesk(endpoint, keys, request))
}

function outcomeAtDesk(endpoint: FaultyEndpoint, keys: KeyMemory, request: WireRequest): Outcome {
  if (!request.isLocal) return err(protocolError('CONNECTION_REFUSED'))
  if (request.method === 'POST') return setFault(endpoint, keys, request)
  if (request.method === 'DELETE') endpoint.faults.clear()
  else if (request.method !== 'GET') return err(protocolError('METHOD_NOT_ALLOWED'))
  return ok({ faults: listed(endpoint.faults) })
}

function setFault(endpoint: FaultyEndpoint, keys: KeyMemory, request: WireRequest): Outcome {
  const fault = readFault(request)
  if (!fault.ok) return fault
  const { mode, path, times } = fault.value
  const limit = mode === 'key_rotated' ? 1 : times
  endpoint.faults.set({ path, mode, ...(limit !== undefined && { times: limit }) })
  if (mode === 'key_rotated') rotateKey(endpoint, keys, path)
  return ok({ faults: listed(endpoint.faults) })
}

function readFault({ body, header }: WireRequest): Result<z.output<typeof FaultBody>, ProtocolError> {
  // Pages of other sites can send forms and plain text, but no JSON.
  if (!header('content-type')?.startsWith('application/json')) return err(protocolError('UNSUPPORTED_MEDIA_TYPE'))
  const json = parseStrictJson(body ?? new Uint8Array())
  if (!json.ok) return err(strictJsonRefusal(json.error))
  const fault = FaultBody.safeParse(json.value)
  return fault.success ? ok(fault.data) : err(invalidRequest(fault.error))
}

function rotateKey({ party, faults }: FaultyEndpoint, keys: KeyMemory, path: string): void {
  party.rotateKey()
  keys.see(party.ocid, party.signer.publicKey)
  faults.take(path, ['key_rotated'])
}

const listed = (faults: FaultList) => faults.all().map((fault) => ({ ...fault }))
