import type { FormTarget } from '@/components/ui/action-form'

/** What the buttons of a checkout page do. */
export interface CheckoutActions {
  /** Gets `walletId` and nothing else. */
  readonly pay: FormTarget
  /** Gets nothing. */
  readonly cancel: FormTarget
  /** Gets `email`. */
  readonly signIn: FormTarget
  /** Gets nothing. */
  readonly signOut: FormTarget
  /** Where money is added, with the way back to this checkout; null where there is no such page. */
  readonly topUpHref: string | null
}
