import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { Moment } from '@/components/ui/moment'
import type { StoryPath as Path, StoryPayment, StoryStep } from '@/lib/activity/activity-story'

/** How the money of a payment travelled, in words. */
export function StoryPath({ path, payment }: { path: Path; payment: StoryPayment }) {
  const t = useTranslations('activity')
  const name = () => <MerchantName key="name" name={payment.merchant.name} />
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-xl font-bold tracking-display">{t('path')}</h2>
      {path.kind === 'direct' && <p>{t.rich('pathDirect', { name })}</p>}
      {path.kind === 'gateway' && (
        <p>{t.rich('pathGateway', { name, gateway: () => <MerchantName key="gateway" name={path.gateway.name} /> })}</p>
      )}
      {path.kind === 'steps' && (
        <ol className="divide-y divide-line">
          {path.steps.map((step) => (
            <Step key={`${step.kind} ${step.peer.ocid}`} step={step} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Step({ step }: { step: StoryStep }) {
  const t = useTranslations('activity')
  return (
    <li className="py-3">
      <p className="text-pretty">
        {t.rich(`step.${step.kind}`, { peer: () => <MerchantName key="peer" name={step.peer.name} /> })}
      </p>
      <p className="text-sm text-ink-soft">
        {t(`stepState.${step.state}`)}
        {step.atEpochSeconds !== null && (
          <>
            {' · '}
            <Moment epochSeconds={step.atEpochSeconds} />
          </>
        )}
      </p>
    </li>
  )
}
