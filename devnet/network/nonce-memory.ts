import { timestampWindowSeconds } from '@/lib/opencharge/request-signature'

interface SeenNonce {
  readonly receiverOcid: number
  readonly senderOcid: number
  readonly nonce: string
  readonly timestamp: number
}

export interface NonceMemory {
  /** False when the sender used this nonce with this receiver before, inside the window. */
  claim(seen: SeenNonce, nowEpochSeconds: number): boolean
}

/**
 * Nonces, as long as a request with them could still be in time. In memory only: after a restart a replayed webhook is
 * a proof that is known already, and changes nothing.
 */
export function createNonceMemory(): NonceMemory {
  const usableUntil = new Map<string, number>()
  const forgetOld = (now: number) => {
    for (const [key, until] of usableUntil) if (until < now) usableUntil.delete(key)
  }
  return {
    claim({ receiverOcid, senderOcid, nonce, timestamp }, now) {
      forgetOld(now)
      const key = `${receiverOcid} ${senderOcid} ${nonce}`
      if (usableUntil.has(key)) return false
      usableUntil.set(key, timestamp + timestampWindowSeconds)
      return true
    },
  }
}
