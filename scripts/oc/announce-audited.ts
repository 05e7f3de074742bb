import { recordAudit } from '@/lib/audit/audit-store'
import { inTransaction } from '@/lib/db/transaction'
import { type AnnounceRefusal, announceKey } from '@/lib/gateway/announce-key'
import { beginKeyArchive, lockKeyArchive } from '@/lib/gateway/signing-key-store'
import { parsePrivateKey, publicKeyOf } from '@/lib/opencharge/keys'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { actor } from './actor'
import type { Session } from './session'

/** Registers the next key and writes down who did; the error is a sentence. */
export async function announceAudited(session: Session, publicKey: string): Promise<Result<void, string>> {
  const announced = await inTransaction(async (tx) => {
    const archive = await lockKeyArchive(tx)
    // Only a gateway that this version has never started: what it is configured with is what signs.
    if (archive.length === 0) {
      const { GATEWAY_OCID, GATEWAY_PRIVATE_KEY } = session.settings()
      const configured = parsePrivateKey(GATEWAY_PRIVATE_KEY)
      if (configured.ok) await beginKeyArchive(tx, GATEWAY_OCID, publicKeyOf(configured.value).hex)
    }
    const outcome = await announceKey(tx, publicKey)
    if (outcome.ok) await recordAudit(tx, { actor: actor(), action: 'key.rotate', subject: publicKey, details: 'next' })
    return outcome
  })
  return announced.ok ? ok(undefined) : err(refusals[announced.error])
}

const refusals: Record<AnnounceRefusal, string> = {
  NO_ARCHIVE: 'It is not known which key signs now: start the gateway once, then rotate.',
  IS_SIGNING: 'This key signs already.',
  WAS_RETIRED: 'This key has signed before and was replaced: a key is not taken up again. Make a new one.',
  IS_NEXT: 'This key is registered as the next one already: set GATEWAY_PRIVATE_KEY and restart.',
  ANOTHER_IS_NEXT:
    'Another key is registered as the next one ("keys list" shows it): restart with that one, or take it back with "keys rotate --cancel".',
}
