import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { Folded } from '@/components/ui/folded'
import { MachineText } from '@/components/ui/machine-text'
import type { ShownProof } from '@/lib/activity/activity-story'

/** A proof: whose it is, its number, and behind a press its text with its signature. */
export function StoryProof({ proof }: { proof: ShownProof }) {
  const t = useTranslations('activity')
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-xl font-bold tracking-display">{t('proof')}</h2>
      <p>{t.rich('proofBy', { name: () => <MerchantName key="name" name={proof.issuer.name} /> })}</p>
      <p className="text-ink-soft">
        <MachineText mono>{proof.txid}</MachineText>
      </p>
      <Folded label={t('proofText')}>
        <p className="rounded-xl bg-sunken p-4 text-start" dir="ltr">
          <MachineText mono>{proof.proofText}</MachineText>
        </p>
        <p className="mt-3 text-sm font-medium text-ink-soft">{t('signature')}</p>
        <p className="mt-1 rounded-xl bg-sunken p-4 text-start" dir="ltr">
          <MachineText mono>{proof.signature}</MachineText>
        </p>
      </Folded>
    </section>
  )
}
