import { useLocale, useTranslations } from 'next-intl'
import type { PayConfirmation } from '@/components/checkout/confirm-to-pay'
import { ConfirmedFirst } from '@/components/checkout/confirmed-first'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { currencyName } from '@/components/ui/currency-name'
import { DefinitionList } from '@/components/ui/definition-list'
import { MachineText } from '@/components/ui/machine-text'
import { Money } from '@/components/ui/money'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { UntrustedText } from '@/components/ui/untrusted-text'
import { WalletNav } from '@/components/wallet/wallet-nav'
import type { Money as MoneyValue } from '@/lib/money/money'
import { type PayeeName, payeeText } from '@/lib/people/payee-name'
import type { SendProblem } from '@/lib/people/people-problem'
import { longestMemo } from '@/lib/people/sending'
import { FormProblem } from './form-problem'

export interface ConfirmSendPageProps {
  /** Gets the hidden fields. */
  readonly action: FormTarget
  readonly hidden: Readonly<Record<string, string>>
  /** Whom the money is for, as typed. */
  readonly payee: PayeeName
  /** By what name that person goes; null when it is not to be told. */
  readonly name: string | null
  readonly money: MoneyValue
  /** What is then still in the wallet that it comes from. */
  readonly left: MoneyValue
  readonly memo: string | null
  /** The address that the recipient sees. */
  readonly email: string
  readonly changeHref: string
  /** What comes before sending, when the sender wants to be asked again above an amount. */
  readonly confirmation?: PayConfirmation | null
  /** Why sending was refused a moment ago. */
  readonly problem: SendProblem | null
}

/** Everything once more, before it moves. */
export function ConfirmSendPage(props: ConfirmSendPageProps) {
  const t = useTranslations('people')
  const amount = () => <Money key="amount" value={props.money} />
  return (
    <PageShell>
      <WalletNav here="send" />
      <PageHeading title={t.rich('confirmTitle', { amount })}>{t(`confirmFinal.${props.payee.kind}`)}</PageHeading>
      <FormProblem title={t('problemTitle')} problem={props.problem} />
      <Card className="py-1 sm:py-2">
        <DefinitionList items={useFacts(props)} />
      </Card>
      <div className="mt-6">
        <ConfirmedFirst confirmation={props.confirmation}>
          <ActionForm action={props.action} hidden={props.hidden}>
            <SubmitButton pendingLabel={t('sending')} wide>
              <span>{t.rich('sendNow', { amount })}</span>
            </SubmitButton>
          </ActionForm>
        </ConfirmedFirst>
      </div>
      <div className="mt-3 text-center">
        <ButtonLink href={props.changeHref} variant="quiet">
          {t('change')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}

function useFacts({ payee, name, money, left, memo, email }: ConfirmSendPageProps) {
  const [t, wallet, locale] = [useTranslations('people'), useTranslations('wallet'), useLocale()]
  return [
    { term: t('confirmTo'), detail: <MachineText>{payeeText(payee)}</MachineText> },
    ...(name === null ? [] : [{ term: t('confirmName'), detail: <UntrustedText text={name} /> }]),
    { term: t('confirmAmount'), detail: <Money value={money} /> },
    { term: t('from'), detail: wallet('walletName', { currency: currencyName(money.currency.code, locale) }) },
    { term: t('confirmLeft'), detail: <Money value={left} /> },
    ...(memo === null
      ? []
      : [{ term: t('confirmMemo'), detail: <UntrustedText text={memo} maxLength={longestMemo} /> }]),
    { term: t('confirmSeen'), detail: <MachineText>{email}</MachineText> },
  ]
}
