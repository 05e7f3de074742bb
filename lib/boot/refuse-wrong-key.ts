import { adoptSigningKey, type WrongKey } from '@/lib/gateway/adopt-signing-key'
import type { Gateway } from '@/lib/gateway/gateway'
import { keyText } from '@/lib/gateway/key-text'
import { log } from '@/lib/log/log'

/**
 * A gateway does not start with a key that nobody has announced: its proofs would look like forgeries. `runningSince`: when
 * the gateway was started that this process joins; undefined for one that starts by itself.
 */
export async function refuseWrongKey(us: Gateway, runningSince?: Date): Promise<void> {
  const adoption = await adoptSigningKey(us, runningSince)
  if (!adoption.ok) throw new Error(sentences[adoption.error.reason](adoption.error))
  const publicKey = us.signer.publicKey.hex
  if (adoption.value !== 'signs') log().info({ publicKey, adoption: adoption.value }, 'this key signs from now on')
}

const sentences: Record<WrongKey['reason'], (wrong: WrongKey) => string> = {
  RETIRED: ({ ours, signing }) =>
    `GATEWAY_PRIVATE_KEY is the key ${keyText(ours)}, which was replaced by ${keyText(signing.publicKey)}: put the private key of that one there.`,
  UNKNOWN: ({ ours, signing }) =>
    `GATEWAY_PRIVATE_KEY is the key ${keyText(ours)}, while this gateway signs with ${keyText(signing.publicKey)}: put that key back, or announce this one with "npm run oc -- keys rotate --public-key ${ours}" and start again.`,
}
