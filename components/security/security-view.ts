import type { Currency } from '@/lib/money/currency'
import type { Money } from '@/lib/money/money'

/** A passkey as its owner sees it. */
export interface PasskeyItem {
  readonly id: string
  readonly name: string
  readonly createdAtEpochSeconds: number
  /** Null when it was not used yet. */
  readonly lastUsedAtEpochSeconds: number | null
}

/** A browser that is signed in. */
export interface DeviceItem {
  readonly id: string
  /** What its browser and system seem to be; null for what is not known. */
  readonly browser: string | null
  readonly system: string | null
  readonly createdAtEpochSeconds: number
  readonly lastSeenAtEpochSeconds: number
  readonly isThis: boolean
}

export interface SecurityView {
  readonly email: string
  readonly passkeys: readonly PasskeyItem[]
  readonly devices: readonly DeviceItem[]
  /** Above these amounts the person is asked again. */
  readonly limits: readonly Money[]
  /** What the person's wallets hold and no amount is set for: there the person is not asked. */
  readonly unlimited: readonly Currency[]
  /** Who is there was shown a moment ago, as well as a change needs it: by passkey once there is an amount. */
  readonly isProven: boolean
  readonly proofMinutes: number
  /** Whom to turn to about a lost passkey; null where the operator gave no address. */
  readonly operatorContact: string | null
}
