import type { Money } from '@/lib/money/money'

/** What a movement was, as its owner sees it. */
export type MovementKind = 'paid' | 'paying' | 'notPaid' | 'sent' | 'received' | 'arrived' | 'added' | 'other'

/** One movement of a person's money. */
export interface Movement {
  readonly id: string
  readonly kind: MovementKind
  /** Who was on the other side, where that is known. */
  readonly name: string
  /** Below zero when it left the wallet. */
  readonly money: Money
  readonly atEpochSeconds: number
}
