import { HouseEvent, type Payment, type Transfer } from '@/devnet/house/house-events'
import { createRepeatIndex, type RepeatIndex } from '@/devnet/house/repeat-index'
import { createReserves, type Reserves } from '@/devnet/house/reserves'
import { bookedMoney } from '@/devnet/network/booked-money'
import { openJournal } from '@/devnet/network/journal'
import { createProofBook, type ProofBook } from '@/devnet/network/proof-book'

export interface HouseBook {
  record(event: HouseEvent): void
  readonly reserves: Pick<Reserves, 'balanceMinor' | 'describe'>
  transfers(): readonly Transfer[]
  readonly transferRepeats: Pick<RepeatIndex<Transfer>, 'find'>
  payment(txid: string): Payment | undefined
  payments(): readonly Payment[]
  readonly paymentRepeats: Pick<RepeatIndex<Payment>, 'find'>
  /** The proofs that the house was given. */
  readonly received: ProofBook
  /** The proofs that it made: signed once, handed out unchanged. */
  readonly issued: ProofBook
  isTold(txid: string): boolean
}

/** A house's books, kept in a file of JSON lines. */
export function openHouseBook(path: string): HouseBook {
  const state = emptyState()
  const { record } = openJournal(path, HouseEvent, (event) => apply(state, event))
  const { reserves, transfers, payments, transferRepeats, paymentRepeats, received, issued, told } = state
  return {
    record,
    reserves,
    transfers: () => transfers,
    transferRepeats,
    payment: (txid) => payments.get(txid),
    payments: () => [...payments.values()],
    paymentRepeats,
    received,
    issued,
    isTold: (txid) => told.has(txid),
  }
}

const emptyState = () => ({
  reserves: createReserves(),
  transfers: [] as Transfer[],
  transferRepeats: createRepeatIndex<Transfer>(({ from }) => from.reference),
  payments: new Map<string, Payment>(),
  paymentRepeats: createRepeatIndex<Payment>(({ reference }) => reference),
  received: createProofBook(),
  issued: createProofBook(),
  told: new Set<string>(),
})

type HouseState = ReturnType<typeof emptyState>

function apply(state: HouseState, event: HouseEvent): void {
  if (event.type === 'opened') state.reserves.credit(event.ocid, bookedMoney(event))
  else if (event.type === 'transferred') move(state, event.transfer)
  else if (event.type === 'promised') promise(state, event.payment)
  else if (event.type === 'settled') settle(state, event)
  else if (event.type === 'received') state.received.add(event.received)
  else state.told.add(event.txid)
}

function move({ transfers, transferRepeats, reserves, issued }: HouseState, transfer: Transfer): void {
  const money = bookedMoney(transfer.request)
  transfers.push(transfer)
  transferRepeats.add(transfer)
  reserves.debit(transfer.callerOcid, money)
  reserves.credit(transfer.request.to.ocid, money)
  issued.add(transfer.issued)
}

function promise({ payments, paymentRepeats }: HouseState, payment: Payment): void {
  payments.set(payment.txid, payment)
  paymentRepeats.add(payment)
}

function settle(state: HouseState, { txid, received, issued }: HouseEvent & { readonly type: 'settled' }): void {
  const payment = state.payments.get(txid)
  if (payment === undefined) throw new Error(`the payment ${txid} is settled before it was made`)
  state.payments.set(txid, { ...payment, settled: { received, issued } })
  state.reserves.credit(payment.request.to, bookedMoney(payment.request))
  state.received.add(received)
  state.issued.add(issued)
}
