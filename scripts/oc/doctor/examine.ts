import { explainFailure } from '../explain-failure'
import { type Finding, fault, skipped } from '../finding'
import type { Check, Patient } from './patient'

const DEADLINE_MS = 60_000

const missing = {
  settings: 'the configuration is not sound',
  databaseUrl: 'there is no database to ask',
  isMigrated: 'the database lacks tables',
  gateway: 'the configuration is not sound',
} as const

/** Makes one check after the other. One that fails, or never ends, does not keep the others from being made. */
export async function examine(patient: Patient, checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await look(patient, check)))
  return findings
}

async function look(patient: Patient, { name, needs = [], whenLate, look: make }: Check): Promise<Finding[]> {
  const lacking = needs.find((need) => !patient[need])
  if (lacking) return [skipped(name, missing[lacking])]
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<Finding[]>((resolve) => {
    const late = whenLate ?? fault(name, `gave no answer within ${DEADLINE_MS / 1000} seconds`)
    timer = setTimeout(() => resolve([late]), DEADLINE_MS)
  })
  try {
    return await Promise.race([make(patient), deadline])
  } catch (cause) {
    return [fault(name, explainFailure(cause))]
  } finally {
    clearTimeout(timer)
  }
}
