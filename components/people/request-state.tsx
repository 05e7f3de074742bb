import { useTranslations } from 'next-intl'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import type { RequestStage } from '@/lib/people/request-view'

export interface RequestStateProps {
  readonly stage: RequestStage
  /** Who paid, once somebody has. */
  readonly paidBy: string | null
  readonly expiresAtEpochSeconds: number
}

/** How a request stands, for the one who made it. */
export function RequestState({ stage, paidBy, expiresAtEpochSeconds }: RequestStateProps) {
  const t = useTranslations('people.state')
  if (stage === 'open')
    return t.rich('open', { time: () => <Moment key="time" epochSeconds={expiresAtEpochSeconds} /> })
  if (stage !== 'paid' || paidBy === null) return t(stage)
  return t.rich('paidBy', { name: () => <MachineText key="name">{paidBy}</MachineText> })
}
