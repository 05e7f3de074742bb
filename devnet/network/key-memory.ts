import { z } from 'zod'
import { openJournal } from '@/devnet/network/journal'
import { type PublicKey, parsePublicKey } from '@/lib/opencharge/keys'

/** Every key that a party of the network was seen with: a proof is never signed anew, so it may be older than its issuer's key. */
export interface KeyMemory {
  see(ocid: number, key: PublicKey): void
  of(ocid: number): readonly PublicKey[]
}

const KeySeen = z.object({ ocid: z.number(), publicKey: z.string() })

/** The keys that were seen, kept in a file of JSON lines. */
export function openKeyMemory(path: string): KeyMemory {
  const keys = new Map<number, PublicKey[]>()
  const journal = openJournal(path, KeySeen, ({ ocid, publicKey }) => {
    const key = parsePublicKey(publicKey)
    if (key.ok) keys.set(ocid, [...(keys.get(ocid) ?? []), key.value])
  })
  const of = (ocid: number) => keys.get(ocid) ?? []
  return {
    of,
    see(ocid, { hex: publicKey }) {
      if (!of(ocid).some(({ hex }) => hex === publicKey)) journal.record({ ocid, publicKey })
    },
  }
}
