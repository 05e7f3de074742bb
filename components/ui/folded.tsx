import type { ReactNode } from 'react'
import { Icon } from './icon'

interface FoldedProps {
  readonly label: ReactNode
  readonly isCentred?: boolean
  readonly children: ReactNode
}

/** What few people need, behind a quiet line that opens it. */
export function Folded({ label, isCentred = false, children }: FoldedProps) {
  const place = isCentred ? 'justify-center' : ''
  return (
    <details className="group">
      <summary className={`flex min-h-11 list-none items-center gap-2 text-sm font-semibold text-ink-soft ${place}`}>
        {label}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      {children}
    </details>
  )
}
