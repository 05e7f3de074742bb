import { Money } from '@/components/ui/money'
import type { ActivityEntry } from '@/lib/activity/activity-entry'

const look: Record<ActivityEntry['state'], string> = { done: '', reserved: 'text-ink-soft', returned: 'line-through' }

/** How much moved: a plus came into the wallet, a minus left it, so that colour alone tells nothing. */
export function EntryAmount({ entry }: { entry: ActivityEntry }) {
  const { isIncoming, state, money } = entry
  const value = { ...money, amountMinor: isIncoming ? money.amountMinor : -money.amountMinor }
  return (
    <span className={`font-semibold ${look[state]} ${isIncoming ? 'text-success' : ''}`}>
      <Money value={value} isSigned />
    </span>
  )
}
