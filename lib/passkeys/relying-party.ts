import { env } from '@/lib/env/env'

/** Whom passkeys are made for. They work at this address alone: another PUBLIC_URL needs new ones. */
export function relyingParty(): { readonly id: string; readonly name: string; readonly origin: string } {
  const { hostname, origin } = new URL(env().PUBLIC_URL)
  return { id: hostname, name: env().GATEWAY_NAME, origin }
}
