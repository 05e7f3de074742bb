import { z } from 'zod'
import { PaymentRequest, TransferRequest } from '@/devnet/house/house-requests'
import { SignedProofSchema } from '@/devnet/network/signed-proof'

/** Who asked for what: the same again is recognised by the reference in the request, or by the key. */
const asked = { callerOcid: z.number(), idempotencyKey: z.string().nullable() }

const Transfer = z.object({ ...asked, request: TransferRequest, issued: SignedProofSchema })

const Payment = z.object({ ...asked, request: PaymentRequest, txid: z.string(), expiresAt: z.number() })

/** The lines of a house's journal. Amounts are decimal strings, as on the wire. */
export const HouseEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), ocid: z.number(), currency: z.string(), amount: z.string() }),
  z.object({ type: z.literal('transferred'), transfer: Transfer }),
  z.object({ type: z.literal('promised'), payment: Payment }),
  z.object({ type: z.literal('settled'), txid: z.string(), received: SignedProofSchema, issued: SignedProofSchema }),
  // A proof that came by webhook: the money is here, and what it is for is shown by its reference.
  z.object({ type: z.literal('received'), received: SignedProofSchema }),
  z.object({ type: z.literal('told'), txid: z.string() }),
])

export type HouseEvent = z.output<typeof HouseEvent>

/** Money that was moved from a caller's reserve. */
export type Transfer = z.output<typeof Transfer>

/** Money that will be credited when somebody brings the proof that the house was paid. */
export interface Payment extends z.output<typeof Payment> {
  readonly settled?: { readonly received: Transfer['issued']; readonly issued: Transfer['issued'] }
}
