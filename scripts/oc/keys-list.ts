import { type KeySighting, listKeySightings } from '@/lib/gateway/key-sighting-store'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { ok } from '@/lib/opencharge/result'
import { listSigningKeys, type SigningKey } from '@/lib/settlement/proof-store'
import { defineCommand } from './command'
import { limitValue, ocidValue } from './option-values'
import { momentText, textTable } from './text-table'

interface Options {
  readonly ocid?: number
  readonly limit: number
}

export const keysList = defineCommand<Options>({
  syntax: 'list',
  summary: 'list our keys, and the keys of others as we saw them',
  details:
    'Ours are the configured one and those that signed proofs in the past. Keys of others are noted when their metadata is first read and when it shows another key.',
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
    const own = ocid === undefined || ocid === GATEWAY_OCID ? ownKeys(current, await listSigningKeys(GATEWAY_OCID)) : []
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

interface OwnKey {
  readonly publicKey: string
  /** It is the configured one: it signs from now on. */
  readonly isSigning: boolean
  readonly proofs: Omit<SigningKey, 'publicKey'> | null
}

function ownKeys(current: string, used: readonly SigningKey[]): OwnKey[] {
  const known = used.map(({ publicKey, ...proofs }) => ({ publicKey, isSigning: publicKey === current, proofs }))
  const isNew = !known.some(({ isSigning }) => isSigning)
  return isNew ? [{ publicKey: current, isSigning: true, proofs: null }, ...known] : known
}

function ownLines(ocid: number, keys: readonly OwnKey[]): string[] {
  const rows = keys.map(({ publicKey, isSigning, proofs }) => [
    isSigning ? 'signs' : 'older',
    String(proofs?.proofCount ?? 0),
    momentText(proofs?.firstSignedAt),
    momentText(proofs?.lastSignedAt),
    publicKey,
  ])
  if (rows.length === 0) return []
  return [`Our keys (OCID ${ocid})`, ...textTable(['STATE', 'PROOFS', 'FIRST PROOF', 'LAST PROOF', 'PUBLIC KEY'], rows)]
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
