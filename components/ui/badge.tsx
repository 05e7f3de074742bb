import { BadgeDisc } from './badge-disc'
import { Icon, type IconName } from './icon'
import type { Tone } from './notice'

/** The sign at the head of a page that reports what happened; the heading under it says the same in words. */
export function Badge({ tone, icon }: { tone: Tone | 'neutral'; icon: IconName }) {
  return (
    <BadgeDisc tone={tone}>
      <Icon name={icon} size={30} weight={2.5} />
    </BadgeDisc>
  )
}
