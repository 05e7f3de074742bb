import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'

/** A part of the security page, with its heading and what it is about. */
export function SecuritySection({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="text-xl font-bold tracking-display">{title}</h2>
      <p className="mt-1 mb-4 text-ink-soft text-pretty">{text}</p>
      <Card>{children}</Card>
    </section>
  )
}
