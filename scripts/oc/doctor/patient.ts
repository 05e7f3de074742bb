import type { Env } from '@/lib/env/env'
import type { Gateway } from '@/lib/gateway/gateway'
import type { Finding } from '../finding'
import type { Session } from '../session'

/** What the checks have found out so far. A check whose part is missing has nothing to look at, and says so. */
export interface Patient {
  readonly session: Session
  settings?: Env
  databaseUrl?: string
  /** The tables are there as this version wants them. */
  isMigrated?: boolean
  gateway?: Gateway
}

export interface Check {
  readonly name: string
  readonly needs?: readonly ('settings' | 'databaseUrl' | 'isMigrated' | 'gateway')[]
  /** What it comes to when it would take longer than the doctor waits; else that is a fault. */
  readonly whenLate?: Finding
  readonly look: (patient: Patient) => Promise<Finding[]>
}
