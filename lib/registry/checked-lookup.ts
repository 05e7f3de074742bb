import { promises as dns, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { type FetchRefusalCode, fetchRefusal } from '@/lib/registry/fetch-refusal'
import { isPublicAddress } from '@/lib/registry/public-address'

/** Gives every address of a host name. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>

/** Carries a refusal through the socket, which knows errors only. */
export class LookupRefusedError extends Error {
  readonly refusal
  constructor(code: FetchRefusalCode) {
    super(code)
    this.refusal = fetchRefusal(code)
  }
}

export const resolveWithSystem: ResolveHost = (hostname) => dns.lookup(hostname, { all: true, order: 'verbatim' })

/**
 * The lookup that a socket does for itself. The addresses that it answers are the very ones that the socket then
 * connects to: there is no second question whose answer could differ. One address that is not public refuses the
 * host, because which of several is tried first is not ours to say.
 */
export function createCheckedLookup(resolveHost: ResolveHost, allowPrivateNetwork: boolean): LookupFunction {
  const checkedAddresses = async (hostname: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolveHost(hostname).catch(() => [])
    if (addresses.length === 0) throw new LookupRefusedError('NAME_NOT_FOUND')
    const isFine = allowPrivateNetwork || addresses.every(({ address }) => isPublicAddress(address))
    if (!isFine) throw new LookupRefusedError('ADDRESS_REFUSED')
    return addresses
  }

  return (hostname, options, callback) => {
    checkedAddresses(hostname).then(
      (addresses) => {
        const first = addresses[0]
        if (options.all || first === undefined) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: Error) => callback(error, []),
    )
  }
}
