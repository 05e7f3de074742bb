import { useTranslations } from 'next-intl'
import { Outcome, WayBack } from './outcome'

/** A link that belongs to no payment: mistyped, or made up. */
export function NotFoundOutcome() {
  const t = useTranslations('outcome.notFound')
  return (
    <Outcome tone="neutral" icon="search" title={t('title')} money={t('money')} next={t('next')}>
      <WayBack href={null} isPersonal merchant={null} />
    </Outcome>
  )
}
