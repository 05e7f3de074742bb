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
