import { inTransaction } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Gateway } from './gateway'
import { type ArchivedKey, beginKeyArchive, lockKeyArchive, turnToNextKey } from './signing-key-store'

/** What becomes of the key that this process has: the first of this gateway, the one that signs, or the one that was waited for. */
export type Adoption = 'first' | 'signs' | 'replaces'

/** A key that must not sign: it was replaced, or nobody has announced it. */
export interface WrongKey {
  readonly reason: 'RETIRED' | 'UNKNOWN'
  readonly ours: string
  /** The one that signs. */
  readonly signing: ArchivedKey
}

/**
 * Whether a process with this key may sign. `runningSince`: when the gateway that this process belongs to was started; a
 * key that was replaced after that goes on in it until it is restarted.
 */
export function decideAdoption(
  archive: readonly ArchivedKey[],
  ours: string,
  runningSince: Date | undefined,
): Result<Adoption, WrongKey> {
  const signing = archive.find(({ state }) => state === 'SIGNING')
  const known = archive.find(({ publicKey }) => publicKey === ours)
  if (!signing) return ok('first')
  if (!known) return err({ reason: 'UNKNOWN', ours, signing })
  if (known.state === 'SIGNING') return ok('signs')
  if (known.state === 'NEXT') return ok('replaces')
  const isLeftOver = runningSince !== undefined && known.signedUntil !== null && known.signedUntil > runningSince
  return isLeftOver ? ok('signs') : err({ reason: 'RETIRED', ours, signing })
}

/**
 * Writes down, before anything is signed, that our key signs from now on. Two processes that start at once agree: the
 * archive is locked, and the second finds what the first has written.
 */
export async function adoptSigningKey(
  { ocid, signer }: Pick<Gateway, 'ocid' | 'signer'>,
  runningSince?: Date,
): Promise<Result<Adoption, WrongKey>> {
  const ours = signer.publicKey.hex
  return inTransaction(async (tx) => {
    const adoption = decideAdoption(await lockKeyArchive(tx), ours, runningSince)
    if (adoption.ok && adoption.value === 'first') await beginKeyArchive(tx, ocid, ours)
    if (adoption.ok && adoption.value === 'replaces') await turnToNextKey(tx, ours)
    return adoption
  })
}
