import * as z from 'zod'
import { displayText } from '@/lib/opencharge/display-text'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/opencharge/json-value'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'
import { parseOcid } from '@/lib/opencharge/ocid'
import { parsePlainUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { signObject, verifyObject } from '@/lib/opencharge/signed-object'
import type { Signer, Verifier } from '@/lib/opencharge/signer'

/** What we know of a party from its metadata document (protocol section 3). Texts are safe to show. */
export interface PeerMetadata {
  readonly name: string
  /** What the party says of itself; may be empty. */
  readonly profile: string
  /** An http(s) URL, or null. Whether http is fetched at all is for the fetch guard to say. */
  readonly iconUrl: string | null
  readonly contact: string | null
  readonly publicKey: PublicKey
  /** The base URL of its API, without a slash at the end. */
  readonly endpoint: string
  readonly capabilities: readonly string[]
  /** The currencies that it settles in. */
  readonly currencies: readonly string[]
  /** The OCIDs whose proofs it takes. */
  readonly accepts: readonly number[]
}

/** What goes into our own metadata document. */
export interface MetadataContent extends Omit<PeerMetadata, 'publicKey'> {}

const ocid = z.unknown().transform((value, context): number => {
  const number = parseOcid(value)
  if (number !== undefined) return number
  context.issues.push({ code: 'custom', message: 'must be an OCID', input: value })
  return z.NEVER
})

const settings = z.object({
  publicKey: z.string(),
  endpoint: z.string().max(2048),
  capabilities: z.array(z.string().max(64)).max(100).nullish(),
  settlement: z
    .object({
      currencies: z.array(z.string().max(16)).max(300).nullish(),
      accepts: z.array(ocid).max(1000).nullish(),
    })
    .nullish(),
})

/**
 * Reads a metadata document from parsed JSON, in our form and in the flat one; members of `config` win. A signature that
 * is there must verify over `config`. Else `METADATA_UNAVAILABLE` with `details.reason` (protocol sections 2.3, 3).
 */
export function parseMetadata(json: JsonValue, verifier: Verifier): Result<PeerMetadata, ProtocolError> {
  if (!isJsonObject(json)) return refuse('not a JSON object')
  const config = isJsonObject(json.config) ? json.config : undefined
  const parsed = settings.safeParse({ ...json, ...config })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse(`${issue?.path.map(String).join('.')}: ${issue?.message}`)
  }
  const publicKey = parsePublicKey(parsed.data.publicKey)
  if (!publicKey.ok) return refuse(`publicKey: ${publicKey.error}`)
  const endpoint = parsePlainUrl(parsed.data.endpoint)
  if (endpoint === undefined || endpoint.search !== '') return refuse('endpoint: must be an http or https URL')
  const unsigned = checkConfigSignature(json.signature, config, publicKey.value, verifier)
  if (unsigned !== undefined) return refuse(unsigned)
  return ok({
    ...readCard(json, endpoint),
    publicKey: publicKey.value,
    endpoint: endpoint.href.replace(/\/+$/, ''),
    capabilities: parsed.data.capabilities ?? [],
    currencies: parsed.data.settlement?.currencies ?? [],
    accepts: parsed.data.settlement?.accepts ?? [],
  })
}

/** Our own metadata document with its signature over `config`, in the form that we emit (protocol section 3). */
export function buildMetadata(content: MetadataContent, signer: Signer): JsonObject {
  const { name, profile, iconUrl, contact, endpoint, capabilities, currencies, accepts } = content
  const config = { publicKey: signer.publicKey.hex, endpoint, capabilities, settlement: { currencies, accepts } }
  return {
    opencharge: '0.1',
    name,
    profile,
    ...(iconUrl === null ? {} : { icon: iconUrl }),
    config,
    kyc: [],
    signature: signObject(config, signer),
    ...(contact === null ? {} : { contact }),
  }
}

/** Why the signature over `config` is refused; undefined when it verifies or there is none. */
function checkConfigSignature(
  signature: JsonValue | undefined,
  config: JsonObject | undefined,
  key: PublicKey,
  verifier: Verifier,
): string | undefined {
  if (signature === undefined || signature === null) return undefined
  if (config === undefined) return 'signature: there is no config that it could be over'
  const verdict = verifyObject(config, signature, key, verifier)
  if (verdict === 'valid') return undefined
  const shallow = ' (shallow canonicalisation: the settlement lists are not covered)'
  return `signature: does not verify over config${verdict === 'shallow' ? shallow : ''}`
}

function readCard(json: JsonObject, endpoint: URL): Pick<PeerMetadata, 'name' | 'profile' | 'iconUrl' | 'contact'> {
  const icon = typeof json.icon === 'string' ? parsePlainUrl(json.icon) : undefined
  return {
    // A party without a name is shown by the host that answers for it.
    name: readText(json.name, 300) || endpoint.host,
    profile: readText(json.profile, 1000) || readText(json.description, 1000),
    iconUrl: icon?.href ?? null,
    contact: readText(json.contact, 300) || null,
  }
}

function readText(value: JsonValue | undefined, maxLength: number): string {
  return typeof value === 'string' ? displayText(value, maxLength) : ''
}

function refuse(reason: string): Result<never, ProtocolError> {
  return err(protocolError('METADATA_UNAVAILABLE', { details: { reason: displayText(reason, 300) } }))
}
