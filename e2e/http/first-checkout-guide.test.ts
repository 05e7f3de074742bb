import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { createSigner } from '@/lib/opencharge/signer'
import vectors from '@/lib/opencharge/vectors.json' with { type: 'json' }
import type { Peer } from './testing/peer'
import { useWorld } from './testing/world'

const world = useWorld()
const guide = readFileSync('docs/first-checkout.md', 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(guide)?.[1] ?? ''

/** Gives a party a key that the guide's reader would have. */
function giveKey(peer: Peer): string {
  const secret = randomBytes(32).toString('hex')
  const key = parsePrivateKey(secret)
  if (!key.ok) throw new Error(key.error)
  peer.signer = createSigner(nobleCrypto, key.value)
  return secret
}

test('the code of the guide opens a checkout with a real gateway', async () => {
  const gate = await world.network.add(world.mg.ocid + 50_000, { accepts: [200] })
  await world.db.rows('INSERT INTO partners (ocid, gateway_account, blocked) VALUES ($1, true, false)', [gate.ocid])
  const merchant = await world.network.add(world.mg.ocid + 50_001)
  const env = {
    GATEWAY: world.url,
    MY_OCID: String(gate.ocid),
    MY_KEY: giveKey(gate),
    MERCHANT_OCID: String(merchant.ocid),
    MERCHANT_KEY: giveKey(merchant),
  }
  const script = ['--input-type=module', '-e', block('js')]
  const { stdout } = await promisify(execFile)(process.execPath, script, { env: { ...process.env, ...env } })
  expect(JSON.parse(stdout)).toMatchObject({ status: 200, session_id: expect.stringMatching(/^sess_/) })
})

test('the six lines of the guide are those of the known answers', () => {
  const [known] = vectors.requests
  expect(block('text').trim()).toBe(known?.canonical)
  expect(guide).toContain(`\`${known?.body}\``)
})
