/** What a check came to. A `note` is worth knowing and no fault; `skipped` could not be looked at. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'note' | 'FAULT' | 'skipped'
  readonly says: string
  /** How to mend it. */
  readonly mend?: string
}

export const fine = (check: string, says: string): Finding => ({ check, state: 'ok', says })
export const skipped = (check: string, says: string): Finding => ({ check, state: 'skipped', says })
export const note = (check: string, says: string, mend?: string): Finding => ({
  check,
  state: 'note',
  says,
  ...(mend !== undefined && { mend }),
})
export const fault = (check: string, says: string, mend?: string): Finding => ({
  check,
  state: 'FAULT',
  says,
  ...(mend !== undefined && { mend }),
})

export const isFault = ({ state }: Finding): boolean => state === 'FAULT'

/** Findings as lines for people: state, name of the check, what it says, and under it how to mend it. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(0, ...findings.map(({ check }) => check.length))
  return findings.flatMap(({ check, state, says, mend }) => [
    `${state.padEnd(7)}  ${check.padEnd(width)}  ${says}`,
    ...(mend === undefined ? [] : [`${' '.repeat(width + 11)}→ ${mend}`]),
  ])
}
