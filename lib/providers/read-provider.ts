import type { Gateway } from '@/lib/gateway/gateway'
import { findPartner, type Partner } from '@/lib/partners/partner-store'
import type { Peer } from '@/lib/registry/registry'
import type { Provider, ProviderProblem } from '@/lib/settlement-path/provider-graph'

// Whoever lists more than these takes everybody's proofs, or wants us to be busy.
const MOST_ACCEPTED = 100
/** A stranger that owes this many proofs gets no further payment through its hands. */
const MOST_UNPROVEN = 5

/** What our own books say of a provider. */
export interface Standing {
  /** It has refused this very payment. */
  readonly isRefused: boolean
  /** It gave no answer lately. */
  readonly isFailing: boolean
  /** Payments for which it was given money and has proved nothing yet. */
  readonly unproven: number
  /** It holds a reserve of ours. */
  readonly holdsReserve: boolean
}

/** A provider as its metadata, our agreement with it and our books have it. */
export async function readProvider(us: Gateway, ocid: number, standing: Standing): Promise<Provider> {
  const [peer, partner] = await Promise.all([us.registry.peer(ocid), findPartner(ocid)])
  if (!peer.ok) return unknownProvider(ocid)
  const currencies = agreedCurrencies(peer.value, partner)
  return {
    ocid,
    accepts: peer.value.accepts.slice(0, MOST_ACCEPTED),
    currencies: currencies ?? [],
    problem: currencies ? problemOf(partner, standing) : 'CURRENCY_NOT_SUPPORTED',
    // One that has not proved the last payment yet is tried last, like one that does not answer.
    isFailing: standing.isFailing || standing.unproven > 0,
  }
}

export const unknownProvider = (ocid: number): Provider => ({
  ocid,
  accepts: [],
  currencies: [],
  problem: 'METADATA_UNAVAILABLE',
  isFailing: false,
})

function problemOf(partner: Partner | null, standing: Standing): ProviderProblem | null {
  if (standing.isRefused) return 'REFUSED_BEFORE'
  if (partner?.blocked) return 'BLOCKED'
  const isStranger = partner === null && !standing.holdsReserve
  return isStranger && standing.unproven >= MOST_UNPROVEN ? 'OWES_PROOFS' : null
}

/** The currencies that it settles in with us; empty when neither it nor our agreement says; undefined when none is left. */
function agreedCurrencies({ currencies }: Peer, partner: Partner | null): readonly string[] | undefined {
  const agreed = partner?.currencies ?? []
  if (agreed.length === 0 || currencies.length === 0) return agreed.length === 0 ? currencies : agreed
  const narrowed = currencies.filter((code) => agreed.includes(code))
  return narrowed.length > 0 ? narrowed : undefined
}
