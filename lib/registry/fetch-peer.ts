import { parseMetadata } from '@/lib/opencharge/metadata'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Crypto } from '@/lib/opencharge/signer'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import { metadataUrl } from '@/lib/registry/metadata-url'
import type { Peer } from '@/lib/registry/peer'
import type { RegistrySource, SourceFailure } from '@/lib/registry/registry-source'

export interface PeerParts {
  readonly source: RegistrySource
  readonly fetch: GuardedFetch
  readonly crypto: Crypto
  /** Epoch milliseconds. */
  readonly now: () => number
}

const fail = (reason: string, detail?: string) => err(detail === undefined ? { reason } : { reason, detail })

/** Asks the registry and then the peer itself. Undefined: the registry has no such OCID. */
export async function fetchPeer(ocid: number, parts: PeerParts): Promise<Result<Peer | undefined, SourceFailure>> {
  const registered = await parts.source.find(ocid)
  if (!registered.ok) return registered
  if (registered.value === undefined) return ok(undefined)
  const url = metadataUrl(registered.value)
  if (!url.ok) return fail(url.error, registered.value)
  const answer = await parts.fetch(url.value, { accept: 'application/json' })
  if (!answer.ok)
    return fail(`the metadata cannot be fetched: ${answer.error.reason}`, `${answer.error.code} ${url.value}`)
  if (answer.value.status !== 200) return fail(`the metadata URL answered ${answer.value.status}`, url.value)
  return readPeer(ocid, answer.value.bytes, url.value, parts)
}

function readPeer(ocid: number, bytes: Uint8Array, url: string, parts: PeerParts): Result<Peer, SourceFailure> {
  const json = parseStrictJson(bytes)
  if (!json.ok) return fail('the metadata is not sound JSON', `${JSON.stringify(json.error)} ${url}`)
  const metadata = parseMetadata(json.value, parts.crypto)
  if (!metadata.ok) {
    const reason = metadata.error.details?.reason
    return fail(typeof reason === 'string' ? reason : metadata.error.message, url)
  }
  const domain = new URL(metadata.value.endpoint).host
  const isDomainConfirmed = domain === new URL(url).host
  return ok({ ...metadata.value, ocid, domain, isDomainConfirmed, fetchedAtEpochMs: parts.now() })
}
