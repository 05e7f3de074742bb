import { HouseEvent, type Payment, type Transfer } from '@/devnet/house/house-events'
import { createRepeatIndex, type RepeatIndex } from '@/devnet/house/repeat-index'
import { bookedMoney, createReserves, type Reserves } from '@/devnet/house/reserves'
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
  const reserves = createReserves()
  const transfers: Transfer[] = []
  const payments = new Map<string, Payment>()
  const transferRepeats = createRepeatIndex<Transfer>(({ from }) => from.reference)
  const paymentRepeats = createRepeatIndex<Payment>(({ reference }) => reference)
  const [received, issued] = [createProofBook(), createProofBook()]
  const told = new Set<string>()

  const move = (transfer: Transfer) => {
    transfers.push(transfer)
    transferRepeats.add(transfer)
    reserves.debit(transfer.callerOcid, bookedMoney(transfer.request))
    reserves.credit(transfer.request.to.ocid, bookedMoney(transfer.request))
    issued.add(transfer.issued)
  }
  const settle = (event: HouseEvent & { readonly type: 'settled' }) => {
    const payment = payments.get(event.txid)
    if (payment === undefined) throw new Error(`${path} settles the payment ${event.txid} before it was made`)
    payments.set(event.txid, { ...payment, settled: { received: event.received, issued: event.issued } })
    reserves.credit(payment.request.to, bookedMoney(payment.request))
    received.add(event.received)
    issued.add(event.issued)
  }
  const promise = (payment: Payment) => {
    payments.set(payment.txid, payment)
    paymentRepeats.add(payment)
  }
  const apply = (event: HouseEvent): void => {
    if (event.type === 'opened') reserves.credit(event.ocid, bookedMoney(event))
    else if (event.type === 'transferred') move(event.transfer)
    else if (event.type === 'promised') promise(event.payment)
    else if (event.type === 'settled') settle(event)
    else if (event.type === 'received') received.add(event.received)
    else told.add(event.txid)
  }
  const { record } = openJournal(path, HouseEvent, apply)
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
