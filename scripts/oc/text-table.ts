/** Rows under a header, in columns. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** A moment as people and `date -d` read it, to the second, in UTC. */
export function momentText(moment: Date | null | undefined): string {
  return moment ? `${moment.toISOString().slice(0, 19).replace('T', ' ')}Z` : '-'
}
