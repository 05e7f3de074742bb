import type { PasskeyAsk } from '@/components/passkeys/passkey-form'
import type { FormTarget } from '@/components/ui/action-form'

type Ask<Kind extends PasskeyAsk['kind']> = Extract<PasskeyAsk, { kind: Kind }>

/** What the forms of the security page do. */
export interface SecurityActions {
  readonly askToProve: Ask<'get'>
  /** Gets `answer`. */
  readonly prove: FormTarget
  /** Gets `email`. */
  readonly mailCode: FormTarget
  readonly askToAdd: Ask<'create'>
  /** Gets `answer`. */
  readonly add: FormTarget
  /** Gets `id` and `name`. */
  readonly rename: FormTarget
  /** Gets `id`. */
  readonly remove: FormTarget
  /** Gets `currency` and `amount`. */
  readonly setLimit: FormTarget
  /** Gets `currency`. */
  readonly dropLimit: FormTarget
  /** Gets `id`. */
  readonly endSession: FormTarget
  /** Gets nothing. */
  readonly endOthers: FormTarget
}
