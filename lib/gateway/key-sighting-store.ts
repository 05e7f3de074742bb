import { rows } from '@/lib/db/transaction'

const RECORD = {
  name: 'key-sighting-record',
  text: `INSERT INTO key_sightings (ocid, public_key) VALUES ($1, $2)
    ON CONFLICT (ocid, public_key) DO UPDATE SET last_seen_at = now()`,
}

/** Keeps the history of an identity's keys as we saw them. */
export async function recordKeySighting(ocid: number, publicKey: string): Promise<void> {
  await rows(RECORD, [ocid, publicKey])
}

/** A key under which an identity was seen, and when. */
export interface KeySighting {
  readonly ocid: number
  readonly publicKey: string
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
}

const NEAR = {
  name: 'key-sighting-near',
  text: `SELECT public_key AS "publicKey" FROM key_sightings WHERE ocid = $1
    ORDER BY greatest(extract(epoch FROM first_seen_at)::float8 - $2::float8, $2::float8 - extract(epoch FROM last_seen_at)::float8, 0), first_seen_at DESC LIMIT $3`,
}

/** The keys under which an identity was seen nearest to a moment (Unix seconds), the nearest first. */
export async function listKeysNear(ocid: number, epochSeconds: number, most: number): Promise<readonly string[]> {
  return (await rows<{ publicKey: string }>(NEAR, [ocid, epochSeconds, most])).map(({ publicKey }) => publicKey)
}

const LIST = {
  name: 'key-sighting-list',
  text: `SELECT ocid, public_key AS "publicKey", first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt" FROM key_sightings
    WHERE $1::bigint IS NULL OR ocid = $1 ORDER BY ocid, first_seen_at DESC LIMIT $2`,
}

/** The sightings of one identity, or of all when `ocid` is undefined; newest key first. */
export async function listKeySightings(ocid: number | undefined, most: number): Promise<KeySighting[]> {
  const found = await rows<Omit<KeySighting, 'ocid'> & { ocid: bigint }>(LIST, [ocid ?? null, most])
  return found.map((row) => ({ ...row, ocid: Number(row.ocid) }))
}
