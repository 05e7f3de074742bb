import { Money } from '@/components/ui/money'
import type { ActivityEntry } from '@/lib/activity/activity-entry'

const look: Record<ActivityEntry['state'], string> = { done: '', reserved: 'text-ink-soft', returned: 'line-through' }

/** How much moved: what left the wallet is negative. */
export function EntryAmount({ entry }: { entry: ActivityEntry }) {
  const { isIncoming, state, money } = entry
  const value = { ...money, amountMinor: isIncoming ? money.amountMinor : -money.amountMinor }
  return (
    <span className={`font-semibold ${look[state]} ${isIncoming ? 'text-success' : ''}`}>
      <Money value={value} />
    </span>
  )
}
