import type { PublicKey } from '@/lib/opencharge/keys'
import type { Crypto, Message } from '@/lib/opencharge/signer'

/** One signature (wire form) over a message, and the key that it is said to be of. */
export interface SignatureCheck {
  readonly message: Message
  readonly signature: string
  readonly key: PublicKey
}

/** Checks signatures, perhaps on another processor: the one who asks can do other things meanwhile. */
export interface SignatureChecks {
  holds(check: SignatureCheck): Promise<boolean>
  close(): Promise<void>
}

/** Checks where it is asked: for tests, tools, and machines with a single processor. */
export function checksInPlace(crypto: Pick<Crypto, 'verify'>): SignatureChecks {
  return {
    holds: async ({ message, signature, key }) => crypto.verify(message, signature, key),
    close: async () => undefined,
  }
}
