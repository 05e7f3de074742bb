/** Something that the books must never show: the statement finds the rows that show it, one `example` each. */
export interface LedgerRule {
  readonly rule: string
  readonly text: string
}
