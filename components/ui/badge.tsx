import { Icon, type IconName } from './icon'
import type { Tone } from './notice'

const look: Record<Tone | 'neutral', string> = {
  info: 'bg-info text-surface',
  success: 'bg-success text-surface',
  warning: 'bg-warning text-surface',
  danger: 'bg-danger text-surface',
  neutral: 'bg-ink-soft text-surface',
}

/** The sign at the head of a page that reports what happened; the heading under it says the same in words. */
export function Badge({ tone, icon }: { tone: Tone | 'neutral'; icon: IconName }) {
  return (
    <span className={`grid size-14 place-items-center rounded-full ${look[tone]}`}>
      <Icon name={icon} size={30} weight={2.5} />
    </span>
  )
}
