import type { ReactNode } from 'react'
import type { Tone } from './notice'

const look: Record<Tone | 'neutral', string> = {
  info: 'bg-info text-surface',
  success: 'bg-success text-surface',
  warning: 'bg-warning text-surface',
  danger: 'bg-danger text-surface',
  neutral: 'bg-ink-soft text-surface',
}

/** The ground of a badge, whatever is drawn on it. */
export function BadgeDisc({ tone, children }: { tone: Tone | 'neutral'; children: ReactNode }) {
  return <span className={`grid size-14 place-items-center rounded-full ${look[tone]}`}>{children}</span>
}
