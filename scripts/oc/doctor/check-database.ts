import { rows } from '@/lib/db/transaction'
import { ConfigurationError } from '@/lib/env/env'
import { requireDatabase, schemaProblem, UnreadyDatabaseError } from '../bring-up-to-date'
import { explainFailure } from '../explain-failure'
import { fault, fine, skipped } from '../finding'
import { type DatabasePlace, databasePlace } from '../operator-settings'
import { readSchemaState } from '../schema-state'
import type { Check } from './patient'

const DATABASE = 'database'

export const checkDatabase: Check = {
  name: DATABASE,
  look: async (patient) => {
    const place = patient.settings ?? soundPlace()
    if (!place) return [skipped(DATABASE, 'DATABASE_URL is not sound')]
    try {
      requireDatabase(place)
    } catch (cause) {
      if (cause instanceof UnreadyDatabaseError) return [fault(DATABASE, cause.message)]
      throw cause
    }
    const url = await patient.session.connect(place)
    try {
      await readSchemaState(url)
    } catch (cause) {
      return [fault(DATABASE, explainFailure(cause))]
    }
    patient.databaseUrl = url
    return [
      fine(DATABASE, `reachable at ${new URL(url).host}${place.DATABASE_URL ? '' : `, embedded in ${place.DATA_DIR}`}`),
    ]
  },
}

/** Where the database is, also when the rest of the configuration is wrong. */
function soundPlace(): DatabasePlace | undefined {
  try {
    return databasePlace()
  } catch (cause) {
    if (cause instanceof ConfigurationError) return undefined
    throw cause
  }
}

const VERSION = 'PostgreSQL version'
const LEAST_VERSION = 150_000

export const checkServerVersion: Check = {
  name: VERSION,
  needs: ['databaseUrl'],
  look: async () => {
    const [row] = await rows<{ number: number; text: string }>(
      {
        name: '',
        text: `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
      },
      [],
    )
    const { number = 0, text = 'unknown' } = row ?? {}
    if (number >= LEAST_VERSION) return [fine(VERSION, text)]
    return [fault(VERSION, `${text} is too old`, 'Use PostgreSQL 15 or newer: the books rely on NULLS NOT DISTINCT.')]
  },
}

const SCHEMA = 'migrations'

export const checkSchema: Check = {
  name: SCHEMA,
  needs: ['databaseUrl'],
  look: async (patient) => {
    const state = await readSchemaState(patient.databaseUrl ?? '')
    const problem = schemaProblem(state)
    if (problem) return [fault(SCHEMA, problem)]
    if (state.queueVersion === 0) return [fault(SCHEMA, 'the job queue has no tables', 'Run "npm run oc -- migrate".')]
    patient.isMigrated = true
    return [fine(SCHEMA, `all applied; job queue at version ${state.queueVersion}`)]
  },
}
