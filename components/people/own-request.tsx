import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { CopyButton } from '@/components/ui/copy-button'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { PageHeading } from '@/components/ui/page-heading'
import { QrCode } from '@/components/ui/qr-code'
import { SubmitButton } from '@/components/ui/submit-button'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { RequestView } from '@/lib/people/request-view'
import { longestMemo } from '@/lib/people/sending'
import { RequestState } from './request-state'

interface OwnRequestProps {
  readonly view: RequestView
  readonly withdraw: FormTarget
  readonly url: string
}

/** The link and the code of a request, for the one who made it, and how it stands. */
export function OwnRequest({ view, withdraw, url }: OwnRequestProps) {
  const t = useTranslations('people')
  return (
    <>
      <PageHeading title={t.rich('requestOwnTitle', { amount: () => <Money key="amount" value={view.money} /> })}>
        <span role="status">
          <RequestState {...view} />
        </span>
      </PageHeading>
      {view.memo !== null && (
        <p className="mb-6 rounded-xl bg-sunken p-4 text-lg">
          <UntrustedText text={view.memo} maxLength={longestMemo} />
        </p>
      )}
      {view.stage === 'open' && <Shared url={url} withdraw={withdraw} />}
    </>
  )
}

function Shared({ url, withdraw }: Pick<OwnRequestProps, 'url' | 'withdraw'>) {
  const t = useTranslations('people')
  return (
    <>
      <p className="mb-3">{t('requestShare')}</p>
      <div className="mb-4 flex justify-center rounded-2xl border border-line bg-surface p-5">
        <div className="w-64">
          <QrCode text={url} label={t('requestQr')} />
        </div>
      </div>
      <p className="mb-4 rounded-xl border border-line bg-surface px-4 py-3 select-all">
        <MachineText mono>{url}</MachineText>
      </p>
      <CopyButton text={url} label={t('copy')} doneLabel={t('copied')} />
      <ActionForm action={withdraw} className="mt-3 text-center">
        <SubmitButton variant="quiet" pendingLabel={t('withdrawing')}>
          {t('withdraw')}
        </SubmitButton>
      </ActionForm>
    </>
  )
}
