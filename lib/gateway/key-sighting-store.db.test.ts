import { expect, test } from 'vitest'
import { sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { listKeySightings, listKeysNear, recordKeySighting } from './key-sighting-store'

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

test('of the keys that an identity had, that of the moment is the nearest, however long it had it and however many it has had since', async () => {
  const days = (from: number, to: number) => `now() + interval '${from} days', now() + interval '${to} days'`
  const since = Array.from({ length: 25 }, (_, day) => `(301, 'since ${day}', ${days(day + 1, day + 1)})`)
  const rows = [`(301, 'then', ${days(-100, 0)})`, `(301, 'before', ${days(-200, -101)})`, ...since]
  await sql(`INSERT INTO key_sightings (ocid, public_key, first_seen_at, last_seen_at) VALUES ${rows.join(', ')}`)
  const near = await listKeysNear(301, Date.now() / 1000 - 3600, 3)
  expect(near).toEqual(['then', 'since 0', 'since 1'])
})
