import { ok } from '@/lib/opencharge/result'
import { found } from './envelope'
import type { MerchantCall, Outcome } from './merchant-route'

/** GET /app/me: whose credential this is. */
export async function getApplication({ application, mode }: MerchantCall<undefined>): Promise<Outcome> {
  return ok(found({ id: application.id, name: application.name, mode }))
}
