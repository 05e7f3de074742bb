import type { Figure } from './figure'

const columns: readonly { readonly head: string; readonly of: (figure: Figure) => string }[] = [
  { head: 'figure', of: ({ title }) => title },
  { head: 'value', of: ({ value }) => value },
  { head: 'floor', of: ({ floor }) => floor },
  { head: 'ratio', of: ({ ratio }) => ratio },
  { head: 'required', of: ({ required }) => required },
  { head: '', of: ({ holds }) => (holds === null ? '' : holds ? 'ok' : 'MISSED') },
]

/** The figures as a table in Markdown, which can also be read as it stands. */
export function printTable(figures: readonly Figure[]): string {
  const widths = columns.map(({ head, of }) => Math.max(head.length, ...figures.map((figure) => of(figure).length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  const rows = figures.map((figure) => line(columns.map(({ of }) => of(figure))))
  return [line(columns.map(({ head }) => head)), rule, ...rows].join('\n')
}
