import type { FormTarget } from '@/components/ui/action-form'
import type { PayConfirmation } from './confirm-to-pay'

/** What the buttons of a checkout page do. */
export interface CheckoutActions {
  /** Gets `walletId` and nothing else. */
  readonly pay: FormTarget
  /** Gets `outcome`, in the sandbox only. */
  readonly sandbox: FormTarget
  /** Gets nothing. */
  readonly cancel: FormTarget
  /** Gets `email`. */
  readonly signIn: FormTarget
  /** Where one signs in with a passkey and comes back. */
  readonly passkeyHref?: string
  /** Gets nothing. */
  readonly signOut: FormTarget
  /** Gets nothing; leads the person who paid to the receipt. */
  readonly receipt: FormTarget
  /** Where money is added, with the way back to this checkout; null where there is no such page. */
  readonly topUpHref: string | null
  /** The payer's wallet. */
  readonly walletHref: string
  /** What was moved, for somebody who is signed in. */
  readonly activityHref: string
  /** The address of this very page, for another device. */
  readonly url: string
  /** Where the page asks how the payment stands; null for a page that stands for none. */
  readonly stateHref: string | null
  /** What comes before Pay, when the payer wants to be asked again above an amount. */
  readonly confirmation?: PayConfirmation | null
}
