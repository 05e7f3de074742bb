import type { ProofMode } from '@/devnet/faults/fault-modes'
import { bookedMoney } from '@/devnet/network/booked-money'
import { type SignedProof, signProof } from '@/devnet/network/signed-proof'
import { formatAmount } from '@/lib/money/money'
import { shallowCanonicalJson } from '@/lib/opencharge/canonical-json'
import type { Proof } from '@/lib/opencharge/proof'
import type { Signer } from '@/lib/opencharge/signer'

/** What a misbehaving party hands out in the place of a proof of its own. `issued` are all that it ever made. */
export function spoilProof(
  mode: ProofMode,
  signed: SignedProof,
  signer: Signer,
  issued: readonly SignedProof[],
): SignedProof {
  const { proof } = signed
  if (mode === 'bad_signature') return { proof, signature: signer.sign('something else') }
  if (mode === 'shallow_signature') return { proof, signature: signer.sign(shallowCanonicalJson(proof)) }
  if (mode === 'other_payment') {
    const other = issued.findLast(({ proof: { txid } }) => txid !== proof.txid)
    return other ?? signProof({ ...proof, ...otherPayment(proof) }, signer)
  }
  return signProof({ ...proof, ...changes[mode](proof) }, signer)
}

interface WireMoney {
  readonly amount: string
  readonly currency: string
}

/** The least that is too much; another currency that the network knows. */
export const wrongMoney = {
  wrong_amount: (money: WireMoney) => ({ amount: oneMore(money) }),
  wrong_currency: ({ currency }: WireMoney) => ({ currency: currency === 'EUR' ? 'USD' : 'EUR' }),
}

function oneMore(money: WireMoney): string {
  const { amountMinor, currency } = bookedMoney(money)
  return formatAmount(amountMinor + 1n, currency.exponent)
}

type ChangingMode = Exclude<ProofMode, 'bad_signature' | 'shallow_signature' | 'other_payment'>

const changes: Record<ChangingMode, (proof: Proof) => object> = {
  ...wrongMoney,
  wrong_recipient: ({ to }) => ({ to: { ...to, ocid: to.ocid + 1 } }),
  wrong_reference: ({ to }) => ({ to: { ...to, reference: `${to.reference ?? ''}-other` } }),
  same_txid: () => ({ txid: 'tx_always-the-same' }),
}

/** For a party that has made no other proof yet. */
const otherPayment = ({ txid, from, to }: Proof) => ({
  txid: `${txid}-other`,
  from: { ...from, reference: 'another payment' },
  to: { ...to, reference: 'another order' },
})
