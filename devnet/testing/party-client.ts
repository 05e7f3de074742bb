import type { DevnetLab } from '@/devnet/testing/devnet-lab'
import { gatewayOcid, nowEpochSeconds } from '@/devnet/testing/fake-gateway'
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { signRequest } from '@/lib/opencharge/request-signature'

export interface PartyAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** An empty object when the text is no JSON object. */
  readonly json: JsonObject
}

interface Asking {
  /** Who asks; the payment gateway unless given. */
  readonly as?: number
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

/** Asks parties of a devnet as the payment gateway does, or as another party does. */
export interface PartyClient {
  post(ocid: number, path: string, body: JsonObject, asking?: Asking): Promise<PartyAnswer>
  get(ocid: number, path: string, asking?: Asking): Promise<PartyAnswer>
}

export function createPartyClient(lab: DevnetLab): PartyClient {
  let nonces = 0
  const ask = async (method: 'GET' | 'POST', url: string, body: string, asking: Asking): Promise<PartyAnswer> => {
    const { as = gatewayOcid, idempotencyKey, signal } = asking
    nonces += 1
    const signer = as === gatewayOcid ? lab.gateway.signer : lab.partySigner(as)
    const stamp = { ocid: as, timestamp: nowEpochSeconds(), nonce: `client-${nonces}` }
    const headers = {
      ...signRequest({ ...stamp, method, path: new URL(url).pathname, body }, signer),
      'content-type': 'application/json',
      ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    }
    const sent = { method, headers, redirect: 'manual', ...(signal && { signal }) } as const
    const answer = await fetch(url, method === 'POST' ? { ...sent, body } : sent)
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, json: readJson(text) }
  }
  const urlOf = (ocid: number, path: string) => lab.at(`/${ocid}/opencharge${path}`)
  return {
    post: (ocid, path, body, asking = {}) => ask('POST', urlOf(ocid, path), JSON.stringify(body), asking),
    get: (ocid, path, asking = {}) => ask('GET', urlOf(ocid, path), '', asking),
  }
}

function readJson(text: string): JsonObject {
  try {
    const json = JSON.parse(text) as JsonValue
    return isJsonObject(json) ? json : {}
  } catch {
    return {}
  }
}
