import { createPayment, repeatedPayment } from '@/devnet/house/create-payment'
import { createTransfer, repeatedTransfer } from '@/devnet/house/create-transfer'
import type { HouseBook } from '@/devnet/house/house-book'
import { repeatedSettlement, settlePayment } from '@/devnet/house/settle-payment'
import { takeHouseProof } from '@/devnet/house/take-house-proof'
import { verifyTxid } from '@/devnet/house/verify-txid'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { PartyRoute } from '@/devnet/network/party-endpoint'
import type { ProofTeller } from '@/devnet/network/proof-teller'

/** Holds reserves of others and moves money between them; takes payments for those who have accounts with it. */
export interface House {
  readonly network: Network
  readonly party: Party
  readonly book: HouseBook
  readonly teller: ProofTeller
}

export const houseRoutes = (house: House): readonly PartyRoute[] => [
  {
    method: 'POST',
    path: /^\/transfer\/create$/,
    known: (call) => repeatedTransfer(house, call),
    run: (call) => createTransfer(house, call),
  },
  {
    method: 'POST',
    path: /^\/payment\/create$/,
    known: (call) => repeatedPayment(house, call),
    run: (call) => createPayment(house, call),
  },
  {
    method: 'POST',
    path: /^\/payment\/settle$/,
    known: (call) => repeatedSettlement(house, call),
    run: (call) => settlePayment(house, call),
  },
  { method: 'POST', path: /^\/transfer\/webhook$/, run: (call) => takeHouseProof(house, call) },
  { method: 'GET', path: /^\/verify\/([^/]+)$/, run: (call) => verifyTxid(house, call) },
]
