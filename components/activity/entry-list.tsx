import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import { EntryAmount } from './entry-amount'
import { EntryLine } from './entry-line'

interface EntryListProps {
  readonly entries: readonly ActivityEntry[]
  /** The page of one movement. */
  readonly hrefOf: (id: string) => string
}

/** Movements, each of which opens its story. */
export function EntryList({ entries, hrefOf }: EntryListProps) {
  const t = useTranslations('activity')
  return (
    <Card className="py-1 sm:py-2">
      <ul aria-label={t('list')} className="divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.id}>
            <EntryRow entry={entry} href={hrefOf(entry.id)} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function EntryRow({ entry, href }: { entry: ActivityEntry; href: string }) {
  const t = useTranslations('activity')
  return (
    <a
      href={href}
      className="-mx-2 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 rounded-xl px-2 py-3.5 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 basis-36">
        <span className="block font-medium text-pretty">
          <EntryLine entry={entry} />
        </span>
        <span className="block text-sm text-ink-soft">
          <Moment epochSeconds={entry.atEpochSeconds} isShort />
          {entry.state !== 'done' && <> · {t(`states.${entry.state}`)}</>}
        </span>
        {(entry.orderId ?? entry.memo) && (
          <span className="block text-sm text-ink-soft">
            <UntrustedText text={entry.orderId ?? entry.memo ?? ''} maxLength={60} />
          </span>
        )}
      </span>
      <span className="ms-auto">
        <EntryAmount entry={entry} />
      </span>
    </a>
  )
}
