import type { ReactNode } from 'react'

export interface Definition {
  readonly term: string
  readonly detail: ReactNode
}

/** Names and what belongs to them. `stacked` puts the detail under its name, for sentences. */
export function DefinitionList({ items, stacked = false }: { items: readonly Definition[]; stacked?: boolean }) {
  const row = stacked ? 'py-4' : 'flex flex-wrap justify-between gap-x-6 gap-y-1 py-3 print:py-1'
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, detail }) => (
        <div key={term} className={row}>
          <dt className={stacked ? 'text-sm font-semibold text-ink-soft' : 'text-ink-soft'}>{term}</dt>
          <dd className={stacked ? 'mt-1 text-pretty' : 'min-w-0 font-medium'}>{detail}</dd>
        </div>
      ))}
    </dl>
  )
}
