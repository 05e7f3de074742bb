import fc from 'fast-check'
import { inTransaction, rows } from '@/lib/db/transaction'
import { holdTransfer, postTransfer, resolveTransfer } from '@/lib/ledger/transfer-store'
import {
  applyHold,
  applyPost,
  type Hold,
  type LedgerModel,
  type Movement,
  type Verdict,
  verdictOn,
} from './ledger-model'

/** One thing that somebody does to the ledger; numbers pick an account or a hold, whichever are there. */
export type Act =
  | { readonly kind: 'post' | 'hold'; readonly from: number; readonly to: number; readonly amountMinor: bigint }
  | { readonly kind: 'resolve'; readonly hold: number; readonly as: 'POSTED' | 'VOIDED' }
  | { readonly kind: 'absorb'; readonly account: number }

const index = fc.nat({ max: 1000 })
// Mostly from cash-in and among the dollar accounts, so that there is money to fight over.
const end = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 7 }) }, { weight: 1, arbitrary: index })
const from = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: end })
const movement = { from, to: end, amountMinor: fc.bigInt({ min: -1n, max: 60n }) }

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('post' as const), ...movement }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hold' as const), ...movement }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      hold: index,
      as: fc.constantFrom('POSTED' as const, 'VOIDED' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('absorb' as const), account: index }) },
)

/** Steps one after the other; the acts of one step happen at once, each on a connection of its own. */
export const steps = fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })

/** An act with what it names looked up in the model. Undefined when there is nothing of the kind yet. */
type Deed =
  | { readonly kind: 'post' | 'hold'; readonly movement: Movement }
  | { readonly kind: 'resolve'; readonly hold: Hold; readonly as: 'POSTED' | 'VOIDED' }
  | { readonly kind: 'absorb'; readonly accountId: bigint }

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length]

export function deedOf(model: LedgerModel, act: Act): Deed | undefined {
  if (act.kind === 'absorb') return { kind: 'absorb', accountId: pick(model.accounts, act.account)?.id ?? 0n }
  if (act.kind === 'resolve') {
    const hold = pick(model.holds, act.hold)
    return hold && { kind: 'resolve', hold, as: act.as }
  }
  const [debit, credit] = [pick(model.accounts, act.from), pick(model.accounts, act.to)]
  return debit && credit && { kind: act.kind, movement: { debit, credit, amountMinor: act.amountMinor } }
}

/** Leaves the transaction, which the refusal has ended. */
class NotMoved extends Error {
  constructor(readonly verdict: Verdict) {
    super(verdict)
  }
}

/** Does it, and says what the database made of it. */
export async function perform(deed: Deed): Promise<{ verdict: Verdict; id?: bigint }> {
  try {
    if (deed.kind === 'absorb') await rows({ name: '', text: 'SELECT ledger_absorb($1)' }, [deed.accountId])
    if (deed.kind === 'absorb') return { verdict: 'moved' }
    if (deed.kind === 'resolve') await inTransaction((tx) => resolveTransfer(tx, deed.hold.id, deed.as))
    if (deed.kind === 'resolve') return { verdict: 'moved' }
    const id = await inTransaction(async (tx) => {
      const moved = await (deed.kind === 'post' ? postTransfer : holdTransfer)(tx, transferOf(deed))
      if (moved.ok) return moved.value
      throw new NotMoved(moved.error)
    })
    return { verdict: 'moved', id }
  } catch (refusal) {
    if (refusal instanceof NotMoved) return { verdict: refusal.verdict }
    if (refusal instanceof Error && /^23/.test(String(Reflect.get(refusal, 'code')))) return { verdict: 'refused' }
    throw refusal
  }
}

function transferOf({ movement: { debit, credit, amountMinor } }: { movement: Movement }) {
  const { mode, currency } = debit
  const ends = { debitAccountId: debit.id, creditAccountId: credit.id }
  return { mode, currency, amountMinor, ...ends, paymentId: null, reason: 'CREDIT' as const }
}

/** What a deed must end as when nothing else happens meanwhile. */
export function expectedOf(deed: Deed): Verdict {
  if (deed.kind === 'absorb') return 'moved'
  if (deed.kind === 'resolve') return deed.hold.isOpen ? 'moved' : 'refused'
  return verdictOn(deed.movement)
}

/** Writes a deed that happened into the model. */
export function record(model: LedgerModel, deed: Deed, id: bigint | undefined): void {
  if (deed.kind === 'post') applyPost(deed.movement)
  if (deed.kind === 'hold') {
    applyHold(deed.movement, 1n)
    model.holds.push({ ...deed.movement, id: id ?? 0n, isOpen: true })
  }
  if (deed.kind !== 'resolve') return
  deed.hold.isOpen = false
  applyHold(deed.hold, -1n)
  if (deed.as === 'POSTED') applyPost(deed.hold)
}
