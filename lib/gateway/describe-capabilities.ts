import type { SignedCall } from '@/lib/http/signed-route'
import { ok, type Result } from '@/lib/opencharge/result'
import { ownCapabilities } from './capabilities'

/** GET /capabilities (protocol section 5): what this caller may use; a partner record narrows or widens it. */
export async function describeCapabilities({
  gateway,
  partner,
}: SignedCall<undefined>): Promise<Result<unknown, never>> {
  const { env, ocid } = gateway
  const all = [...env.CURRENCIES.keys()]
  const narrowed = partner?.currencies ?? []
  const currencies = narrowed.length > 0 ? all.filter((code) => narrowed.includes(code)) : all
  const capabilities = [...new Set([...ownCapabilities, ...(partner?.capabilities ?? [])])]
  return ok({ ocid, name: env.GATEWAY_NAME, capabilities, settlement: { currencies, accepts: env.ACCEPTS } })
}
