import { InvalidArgumentError, Option } from 'commander'
import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { deleteNextKey } from '@/lib/gateway/signing-key-store'
import { parsePublicKey } from '@/lib/opencharge/keys'
import { ok } from '@/lib/opencharge/result'
import { countUndelivered } from '@/lib/webhooks/undelivered-store'
import { actor } from './actor'
import { announceAudited } from './announce-audited'
import { defineCommand, type Outcome, refuse } from './command'
import { countText } from './count-text'
import { freshKeyPair } from './fresh-key'
import { draftKeyFile } from './key-file'
import type { Session } from './session'

interface Options {
  readonly publicKey?: string
  readonly inPlace?: boolean
  readonly cancel?: boolean
}

export const keysRotate = defineCommand<Options>({
  syntax: 'rotate',
  summary: 'begin to replace our key',
  details:
    'Makes a new key, registers its public half as the next one and prints the private half once. The key changes when a gateway starts with the new one; until then everything goes on as it was. The audit log names you.',
  examples: ['keys rotate', 'keys rotate --public-key 0afd…aebbf', 'keys rotate --in-place', 'keys rotate --cancel'],
  shape: (command) =>
    command
      .addOption(
        new Option('--public-key <hex>', 'register a key that was made elsewhere')
          .argParser(publicKeyValue)
          .conflicts(['inPlace', 'cancel']),
      )
      .addOption(
        new Option('--in-place', 'put it into the key file of a development gateway as well').conflicts('cancel'),
      )
      .option('--cancel', 'take the next key back, before anything has started with it'),
  run: async (session, { publicKey, inPlace = false, cancel = false }) => {
    await session.database()
    if (cancel) return cancelRotation()
    if (publicKey !== undefined) return registerOnly(session, publicKey)
    return inPlace ? rotateInPlace(session) : rotate(session)
  },
})

function publicKeyValue(text: string): string {
  const key = parsePublicKey(text)
  if (key.ok) return key.value.hex
  throw new InvalidArgumentError('It must be a public key of secp256k1 in hex, as "keys generate" prints it.')
}

async function rotate(session: Session): Promise<Outcome> {
  const { privateKey, publicKey } = freshKeyPair()
  const announced = await announceAudited(session, publicKey)
  if (!announced.ok) return refuse(announced.error)
  const lines = [
    `GATEWAY_PRIVATE_KEY=${privateKey}`,
    '',
    `Public key: ${publicKey}`,
    '',
    'The private key is shown this once. Set it as GATEWAY_PRIVATE_KEY wherever this gateway runs, keep a copy where only',
    'you can reach it, and restart: from the first start with it on, it signs. "keys rotate --cancel" takes it back until then.',
    ...(await undeliveredLines()),
  ]
  return ok({ json: { privateKey, publicKey, state: 'NEXT' }, lines })
}

async function rotateInPlace(session: Session): Promise<Outcome> {
  const { privateKey, publicKey } = freshKeyPair()
  const draft = draftKeyFile(session.settings(), privateKey)
  if (!draft.ok) return refuse(draft.error)
  const announced = await announceAudited(session, publicKey)
  if (!announced.ok) {
    draft.value.discard()
    return refuse(announced.error)
  }
  const keptAt = draft.value.place()
  const lines = [
    `Public key: ${publicKey}`,
    '',
    `The new private key is in place; the old one is kept as ${keptAt}.`,
    'Restart the gateway: from then on the new key signs.',
    ...(await undeliveredLines()),
  ]
  return ok({ json: { publicKey, state: 'NEXT', keptAt }, lines })
}

async function registerOnly(session: Session, publicKey: string): Promise<Outcome> {
  const announced = await announceAudited(session, publicKey)
  if (!announced.ok) return refuse(announced.error)
  const lines = [
    'Registered as the next key. Set its private half as GATEWAY_PRIVATE_KEY wherever this gateway runs, and restart.',
    ...(await undeliveredLines()),
  ]
  return ok({ json: { publicKey, state: 'NEXT' }, lines })
}

// A receiver checks a proof with the key that our metadata shows when the webhook arrives.
async function undeliveredLines(): Promise<string[]> {
  const count = await countUndelivered()
  if (count === 0) return []
  return [
    '',
    `${countText(count, 'webhook')} with proofs under the old key ${count === 1 ? 'is' : 'are'} not delivered yet. Receivers that only know the new key will refuse`,
    'them: wait until "deliveries list --status PENDING" is empty, then restart.',
  ]
}

async function cancelRotation(): Promise<Outcome> {
  const publicKey = await inTransaction(async (tx) => {
    const taken = await deleteNextKey(tx)
    if (taken !== undefined)
      await recordAudit(tx, { actor: actor(), action: 'key.rotate', subject: taken, details: 'cancelled' })
    return taken
  })
  if (publicKey === undefined) return refuse('No key is registered as the next one.')
  const lines = [`Taken back: ${publicKey} will not sign. A gateway that is configured with it does not start.`]
  return ok({ json: { publicKey, cancelled: true }, lines })
}
