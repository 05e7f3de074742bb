import { useTranslations } from 'next-intl'
import { type Definition, DefinitionList } from '@/components/ui/definition-list'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import type { ActivityStory } from '@/lib/activity/activity-story'

/** The state of a movement, when it was, between whom, and under which numbers. */
export function StoryFacts({ story }: { story: ActivityStory }) {
  const t = useTranslations('activity')
  const { entry, payment } = story
  const moment = (
    term: 'openedAt' | 'paidAt' | 'time' | 'endedAt',
    epochSeconds: number | null | undefined,
  ): Definition[] => (epochSeconds == null ? [] : [{ term: t(term), detail: <Moment epochSeconds={epochSeconds} /> }])
  const machine = (term: 'orderNumber' | 'txid' | 'movement', text: string | null): Definition[] =>
    text === null ? [] : [{ term: t(term), detail: <MachineText>{text}</MachineText> }]
  const isPaid = entry.kind === 'payment' && entry.state === 'done'
  const wasHeld = entry.resolvedAtEpochSeconds !== entry.atEpochSeconds
  const items: Definition[] = [
    { term: t('state'), detail: t(`states.${entry.state}`) },
    ...moment('openedAt', payment?.openedAtEpochSeconds),
    ...moment(isPaid ? 'paidAt' : 'time', entry.atEpochSeconds),
    ...moment('endedAt', wasHeld ? entry.resolvedAtEpochSeconds : null),
    ...(entry.kind === 'person' ? bothSides(t, entry) : []),
    ...machine('orderNumber', entry.orderId),
    ...(entry.memo && !payment ? [{ term: t('memo'), detail: <UntrustedText text={entry.memo} /> }] : []),
    ...machine('txid', entry.txid),
    // No proof is made between people of one gateway: this number is the same on both sides.
    ...machine('movement', entry.kind === 'person' ? entry.id : null),
  ]
  return (
    <div className="mt-4 border-y border-line">
      <DefinitionList items={items} />
    </div>
  )
}

function bothSides(
  t: ReturnType<typeof useTranslations<'activity'>>,
  { isIncoming, person }: ActivityEntry,
): Definition[] {
  const other = <UntrustedText text={person ?? '—'} />
  return [
    { term: t('sender'), detail: isIncoming ? other : t('you') },
    { term: t('recipient'), detail: isIncoming ? t('you') : other },
  ]
}
