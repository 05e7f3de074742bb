/** How much is to happen in one run. */
export interface FaultsPlan {
  readonly seed: number
  /** On so many at least somebody presses Pay. */
  readonly payments: number
  readonly kills: number
  /** How many people buy at the same time. */
  readonly payers: number
}

/** What people went through, while it happens. */
export interface Turmoil {
  readonly plan: FaultsPlan
  /** Checkouts on which somebody pressed Pay, with the one who did. */
  readonly pressed: Map<string, number>
  /** Checkouts whose payer was sent to the merchant's success page. */
  readonly claimed: Set<string>
  /** Checkouts whose payer was told that it is being confirmed. */
  readonly confirming: Set<string>
  /** Presses on Pay that got no answer. */
  interrupted: number
  kills: number
  /** Something cannot go on: everybody stops. */
  isAborted: boolean
}

export const newTurmoil = (plan: FaultsPlan): Turmoil => ({
  plan,
  pressed: new Map(),
  claimed: new Set(),
  confirming: new Set(),
  interrupted: 0,
  kills: 0,
  isAborted: false,
})

/** Whether enough was paid and killed. */
export const isOver = ({ plan, pressed, kills, isAborted }: Turmoil): boolean =>
  isAborted || (pressed.size >= plan.payments && kills >= plan.kills)
