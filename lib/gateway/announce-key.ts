import type { Tx } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { insertNextKey, lockKeyArchive } from './signing-key-store'

/** Why a key is not announced. `NO_ARCHIVE`: it is not written down yet which key signs now. */
export type AnnounceRefusal = 'NO_ARCHIVE' | 'IS_SIGNING' | 'WAS_RETIRED' | 'IS_NEXT' | 'ANOTHER_IS_NEXT'

/** Registers a key as the one that signs next: the first process that starts with it makes it the signing one. */
export async function announceKey(tx: Tx, publicKey: string): Promise<Result<void, AnnounceRefusal>> {
  const archive = await lockKeyArchive(tx)
  if (!archive.some(({ state }) => state === 'SIGNING')) return err('NO_ARCHIVE')
  const known = archive.find((key) => key.publicKey === publicKey)
  if (known?.state === 'SIGNING') return err('IS_SIGNING')
  if (known?.state === 'RETIRED') return err('WAS_RETIRED')
  if (known) return err('IS_NEXT')
  if (archive.some(({ state }) => state === 'NEXT')) return err('ANOTHER_IS_NEXT')
  await insertNextKey(tx, publicKey)
  return ok(undefined)
}
