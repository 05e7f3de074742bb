import { expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { listKeySightings, recordKeySighting } from './key-sighting-store'

useTestDatabase()

test('a key that is seen again keeps when it was first seen, and its last sighting follows', async () => {
  await recordKeySighting(300, 'aa')
  await sql(
    `UPDATE key_sightings SET first_seen_at = now() - interval '9 days', last_seen_at = now() - interval '9 days'`,
  )
  await recordKeySighting(300, 'aa')
  const [seen, ...more] = await listKeySightings(300, 10)
  expect(more).toEqual([])
  const hoursApart = (Number(seen?.lastSeenAt) - Number(seen?.firstSeenAt)) / 3_600_000
  expect(Math.round(hoursApart)).toBe(9 * 24)
})
