import { useTranslations } from 'next-intl'
import type { PayConfirmation } from '@/components/checkout/confirm-to-pay'
import type { FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { PageShell } from '@/components/ui/page-shell'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { answerProblems } from '@/lib/people/people-problem'
import type { RequestView } from '@/lib/people/request-view'
import { AskedToPay } from './asked-to-pay'
import { OwnRequest } from './own-request'
import { RequestOutcome } from './request-outcome'

export interface RequestActions {
  /** Gets nothing but the request that it is bound to. */
  readonly pay: FormTarget
  readonly withdraw: FormTarget
  readonly signInHref: string
  readonly walletHref: string
  /** The top-up page with what is missing filled in and the way back here; null in production. */
  readonly topUpHref: string | null
  /** What comes before paying, when the payer wants to be asked again above an amount. */
  readonly confirmation?: PayConfirmation | null
}

export interface RequestPageProps {
  /** Null when there is no such request. */
  readonly view: RequestView | null
  readonly actions: RequestActions
  /** The link that is shared. */
  readonly url: string
  /** Who is signed in. */
  readonly email: string | null
  /** Why paying was refused a moment ago. */
  readonly problem: (typeof answerProblems)[number] | null
}

/** The page of a request for money, for whoever opens its link. */
export function RequestPage({ view, actions, url, email, problem }: RequestPageProps) {
  const wayOn = <WayOn actions={actions} isSignedIn={email !== null} />
  return (
    <PageShell>
      {view?.visitor === 'asker' && <WalletNav here="ask" />}
      {view === null ? (
        <RequestOutcome kind="requestNotFound" view={null}>
          {wayOn}
        </RequestOutcome>
      ) : view.visitor === 'asker' ? (
        <OwnRequest view={view} withdraw={actions.withdraw} url={url} />
      ) : view.stage === 'open' ? (
        <AskedToPay view={view} actions={actions} email={email} problem={problem} />
      ) : (
        <RequestOutcome kind={outcomeOf(view)} view={view}>
          {wayOn}
        </RequestOutcome>
      )}
    </PageShell>
  )
}

/** Where a visitor goes from a request with nothing left to pay. */
function WayOn({ actions, isSignedIn }: Pick<RequestPageProps, 'actions'> & { readonly isSignedIn: boolean }) {
  const t = useTranslations('people')
  return (
    <ButtonLink href={isSignedIn ? actions.walletHref : actions.signInHref} variant="secondary" wide>
      {isSignedIn ? t('back') : t('signIn')}
    </ButtonLink>
  )
}

function outcomeOf({ stage, visitor }: RequestView) {
  if (stage === 'withdrawn') return 'requestWithdrawn'
  if (stage === 'expired') return 'requestExpired'
  return visitor === 'payer' ? 'requestPaidByYou' : 'requestPaid'
}
