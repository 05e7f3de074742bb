import { rows } from '@/lib/db/transaction'
import { schemaProblem } from '../bring-up-to-date'
import { explainFailure } from '../explain-failure'
import { fault, fine } from '../finding'
import { databaseSettings } from '../operator-settings'
import { readSchemaState } from '../schema-state'
import type { Check } from './patient'

const DATABASE = 'database'

export const checkDatabase: Check = {
  name: DATABASE,
  look: async (patient) => {
    const settings = patient.settings ?? databaseSettings()
    const url = await patient.session.connect(settings)
    try {
      await readSchemaState(url)
    } catch (cause) {
      return [fault(DATABASE, explainFailure(cause))]
    }
    patient.databaseUrl = url
    return [
      fine(
        DATABASE,
        `reachable at ${new URL(url).host}${settings.DATABASE_URL ? '' : `, embedded in ${settings.DATA_DIR}`}`,
      ),
    ]
  },
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
