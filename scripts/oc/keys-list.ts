import { type KeySighting, listKeySightings } from '@/lib/gateway/key-sighting-store'
import { listKeyArchive, type SigningKeyState } from '@/lib/gateway/signing-key-store'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { ok } from '@/lib/opencharge/result'
import { listSigningKeys } from '@/lib/settlement/proof-store'
import { defineCommand } from './command'
import { limitValue, ocidValue } from './option-values'
import { mergeOwnKeys, type OwnKey } from './own-keys'
import { momentText, textTable } from './text-table'

interface Options {
  readonly ocid?: number
  readonly limit: number
}

export const keysList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list our keys, and the keys of others as we saw them',
  details:
    'Ours: the one that signs, the next one that "keys rotate" registered, and those that were retired, with the time in which each signed. Keys of others are noted when their metadata shows them, and their last sighting follows about once an hour.',
  examples: ['keys list', 'keys list --ocid 300', 'keys list --json'],
  shape: (command) =>
    command
      .option('--ocid <number>', 'only the keys of this identity', ocidValue)
      .option('--limit <number>', 'at most this many keys of others', limitValue, 200),
  run: async (session, { ocid, limit }) => {
    const { GATEWAY_OCID, GATEWAY_PRIVATE_KEY } = session.settings()
    await session.database()
    const configured = parsePrivateKey(GATEWAY_PRIVATE_KEY)
    const current = configured.ok ? publicKeyOf(configured.value).hex : ''
    const own = ocid === undefined || ocid === GATEWAY_OCID ? await readOwnKeys(GATEWAY_OCID, current) : []
    const seen = (await listKeySightings(ocid, limit)).filter((sighting) => sighting.ocid !== GATEWAY_OCID)
    const lines = [
      ...ownLines(GATEWAY_OCID, own),
      ...(own.length > 0 && seen.length > 0 ? [''] : []),
      ...seenLines(seen),
    ]
    if (lines.length === 0) lines.push('No key was seen.')
    return ok({ json: { ocid: GATEWAY_OCID, own, seen }, lines })
  },
})

const readOwnKeys = async (ocid: number, configured: string): Promise<OwnKey[]> =>
  mergeOwnKeys(await listKeyArchive(), await listSigningKeys(ocid), configured)

const stateWords: Record<SigningKeyState, string> = { NEXT: 'next', SIGNING: 'signs', RETIRED: 'retired' }

function stateText({ state, isConfigured }: OwnKey, hasArchive: boolean): string {
  if (state) return stateWords[state]
  if (isConfigured) return hasArchive ? 'not announced' : 'configured'
  return 'older'
}

function ownLines(ocid: number, keys: readonly OwnKey[]): string[] {
  const hasArchive = keys.some(({ state }) => state !== null)
  const rows = keys.map((key) => [
    stateText(key, hasArchive),
    momentText(key.signedFrom),
    momentText(key.signedUntil),
    String(key.proofCount),
    key.publicKey,
  ])
  if (rows.length === 0) return []
  return [`Our keys (OCID ${ocid})`, ...textTable(['STATE', 'SIGNED FROM', 'UNTIL', 'PROOFS', 'PUBLIC KEY'], rows)]
}

function seenLines(seen: readonly KeySighting[]): string[] {
  const rows = seen.map(({ ocid, publicKey, firstSeenAt, lastSeenAt }) => [
    String(ocid),
    momentText(firstSeenAt),
    momentText(lastSeenAt),
    publicKey,
  ])
  if (rows.length === 0) return []
  return ['Keys of others', ...textTable(['OCID', 'FIRST SEEN', 'LAST SEEN', 'PUBLIC KEY'], rows)]
}
