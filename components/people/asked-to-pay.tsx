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
        <Notice tone="warning" title={t('requestCare')} />
      </div>
      <WayToPay {...props} />
    </>
  )
}

function WayToPay({ view, actions, email, problem }: AskedToPayProps) {
  const t = useTranslations('people')
  const amount = () => <Money key="amount" value={view.money} />
  if (email === null) {
    return (
      <ButtonLink href={actions.signInHref} wide>
        {t('signInToPay')}
      </ButtonLink>
    )
  }
  if (!view.canPay) {
    return (
      <>
        <Notice tone="danger" title={t('short')} urgent={problem === 'INSUFFICIENT_FUNDS'} />
        {actions.topUpHref && (
          <div className="mt-5">
            <ButtonLink href={actions.topUpHref} wide>
              {t('topUp')}
            </ButtonLink>
          </div>
        )}
      </>
    )
  }
  return (
    <>
      {problem === 'CONFIRMATION_REQUIRED' && (
        <div className="mb-4">
          <Notice tone="warning" title={<PeopleProblemText problem={problem} />} urgent />
        </div>
      )}
      <ConfirmedFirst confirmation={actions.confirmation}>
        <ActionForm action={actions.pay}>
          <p className="mb-3 text-sm text-ink-soft">
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
