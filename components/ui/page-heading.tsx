import type { ReactNode } from 'react'

/** The one heading of a page, and the sentence under it. */
export function PageHeading({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-6">
      <h1 className="text-2xl leading-snug font-bold tracking-display text-balance sm:text-3xl">{title}</h1>
      {children && <div className="mt-2 text-ink-soft text-pretty">{children}</div>}
    </div>
  )
}
