import { useTranslations } from 'next-intl'
import { ConfirmedFirst } from '@/components/checkout/confirmed-first'
import { ActionForm } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { SubmitButton } from '@/components/ui/submit-button'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { Money as MoneyValue } from '@/lib/money/money'
import type { RequestView } from '@/lib/people/request-view'
import { longestMemo } from '@/lib/people/sending'
import { PeopleProblemText } from './people-problem-text'
import type { RequestPageProps } from './request-page'

type AskedToPayProps = Pick<RequestPageProps, 'actions' | 'email' | 'problem'> & { readonly view: RequestView }

/** Somebody asks this visitor for money. */
export function AskedToPay(props: AskedToPayProps) {
  const { view } = props
  const t = useTranslations('people')
  const parts = {
    name: () => <UntrustedText key="name" text={view.askerName} />,
    amount: () => <Money key="amount" value={view.money} />,
  }
  return (
    <>
      <PageHeading title={t.rich('requestTitle', parts)}>
        {t.rich('requestUntil', { time: () => <Moment key="time" epochSeconds={view.expiresAtEpochSeconds} /> })}
      </PageHeading>
      {view.memo !== null && (
        <p className="mb-6 rounded-xl bg-sunken p-4 text-lg">
          <UntrustedText text={view.memo} maxLength={longestMemo} />
        </p>
      )}
      <div className="mb-6">
        <Notice tone="warning" title={t('requestCareTitle')}>
          <p>{t('requestCare')}</p>
        </Notice>
      </div>
      <WayToPay {...props} />
    </>
  )
}

function WayToPay({ view, actions, email, problem }: AskedToPayProps) {
  const t = useTranslations('people')
  const { left } = view
  const amount = () => <Money key="amount" value={view.money} />
  if (email === null) {
    return (
      <ButtonLink href={actions.signInHref} wide>
        {t('signInToPay')}
      </ButtonLink>
    )
  }
  if (view.missing)
    return <Short missing={view.missing} actions={actions} isUrgent={problem === 'INSUFFICIENT_FUNDS'} />
  return (
    <>
      {problem === 'CONFIRMATION_REQUIRED' && isStillAsked(actions) && (
        <div className="mb-4">
          <Notice tone="warning" title={<PeopleProblemText problem={problem} />} urgent />
        </div>
      )}
      <ConfirmedFirst confirmation={actions.confirmation}>
        <ActionForm action={actions.pay}>
          <p className="mb-3 text-sm text-ink-soft">
            {left && t.rich('requestLeft', { amount: () => <Money key="left" value={left} /> })}{' '}
            {t.rich('requestSeen', { email: () => <MachineText key="email">{email}</MachineText> })}
          </p>
          <SubmitButton pendingLabel={t('payingRequest')} wide>
            <span>{t.rich('payRequest', { amount })}</span>
          </SubmitButton>
        </ActionForm>
      </ConfirmedFirst>
    </>
  )
}

// A link shall not claim it of a payment that nobody has to confirm.
const isStillAsked = ({ confirmation }: AskedToPayProps['actions']) => confirmation?.confirmedUntilEpochSeconds === null

interface ShortProps extends Pick<AskedToPayProps, 'actions'> {
  readonly missing: MoneyValue
  readonly isUrgent: boolean
}

/** What is missing, and the way to add it and come back. */
function Short({ missing, actions, isUrgent }: ShortProps) {
  const t = useTranslations('people')
  const amount = () => <Money key="amount" value={missing} />
  return (
    <div className="space-y-5">
      <Notice tone="warning" title={t.rich('shortBy', { amount })} urgent={isUrgent}>
        {!actions.topUpHref && <p>{t('shortNoTopUp')}</p>}
      </Notice>
      <ButtonLink href={actions.topUpHref ?? actions.walletHref} wide>
        {actions.topUpHref ? <span>{t.rich('topUpBack', { amount })}</span> : t('back')}
      </ButtonLink>
    </div>
  )
}
