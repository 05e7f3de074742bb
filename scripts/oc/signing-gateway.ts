import { decideAdoption } from '@/lib/gateway/adopt-signing-key'
import type { Gateway } from '@/lib/gateway/gateway'
import { keyText } from '@/lib/gateway/key-text'
import { listKeyArchive } from '@/lib/gateway/signing-key-store'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Session } from './session'

/** Our gateway with the key that signs at present: a proof under any other would look like a forgery. The error is a sentence. */
export async function signingGateway(session: Session): Promise<Result<Gateway, string>> {
  await session.database()
  const us = await session.gateway(session.settings())
  const ours = us.signer.publicKey.hex
  const adoption = decideAdoption(await listKeyArchive(), ours, undefined)
  if (adoption.ok && adoption.value !== 'replaces') return ok(us)
  return err(
    `GATEWAY_PRIVATE_KEY is the key ${keyText(ours)}, which does not sign at present, so nothing was signed and no money moved. "npm run oc -- keys list" shows the one that does.`,
  )
}
