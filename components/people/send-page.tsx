import { useLocale, useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { currencyName } from '@/components/ui/currency-name'
import { EmptyState } from '@/components/ui/empty-state'
import { Field } from '@/components/ui/field'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import { WalletNav } from '@/components/wallet/wallet-nav'
import { moneyText } from '@/lib/i18n/money-text'
import type { Money } from '@/lib/money/money'
import type { SendProblem } from '@/lib/people/people-problem'
import type { TypedSending } from '@/lib/people/sending'
import { FormProblem } from './form-problem'
import { fieldOf, MoneyFields } from './money-fields'
import { PeopleProblemText } from './people-problem-text'

interface SendPageProps {
  /** Gets `to`, `currency`, `amount` and `memo`, as typed. */
  readonly action: FormTarget
  readonly balances: readonly Money[]
  readonly typed: TypedSending
  readonly problem: SendProblem | null
  /** The top-up page; null in production. */
  readonly topUpHref: string | null
}

/** Whom to send how much; nothing moves before it was looked at once more. */
export function SendPage({ action, balances, typed, problem, topUpHref }: SendPageProps) {
  const t = useTranslations('people')
  return (
    <PageShell>
      <WalletNav here="send" />
      <PageHeading title={t('sendTitle')}>{t('sendText')}</PageHeading>
      <FormProblem title={t('problemTitle')} problem={problem} />
      {balances.length === 0 ? (
        <NothingToSend topUpHref={topUpHref} />
      ) : (
        <ActionForm action={action} className="space-y-5">
          <RecipientField typed={typed} problem={problem} />
          <FromFields balances={balances} typed={typed} problem={problem} />
          <SubmitButton pendingLabel={t('continuing')} wide>
            {t('continue')}
          </SubmitButton>
        </ActionForm>
      )}
    </PageShell>
  )
}

function RecipientField({ typed, problem }: Pick<SendPageProps, 'typed' | 'problem'>) {
  const t = useTranslations('people')
  return (
    <Field
      id="to"
      name="to"
      label={t('to')}
      hint={t('toHint', { example: 'u_3f9c2b17e0a8' })}
      error={problem && fieldOf[problem] === 'to' ? <PeopleProblemText problem={problem} /> : undefined}
      defaultValue={typed.to}
      inputMode="email"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={254}
      required
      dir="ltr"
    />
  )
}

function FromFields({ balances, typed, problem }: Pick<SendPageProps, 'balances' | 'typed' | 'problem'>) {
  const t = useTranslations('people')
  const locale = useLocale()
  const options = balances.map((balance) => ({
    currency: balance.currency,
    text: t('fromWallet', {
      currency: currencyName(balance.currency.code, locale),
      balance: moneyText(balance, locale),
    }),
  }))
  return (
    <MoneyFields memoReader="recipient" currencyLabel={t('from')} options={options} typed={typed} problem={problem} />
  )
}

function NothingToSend({ topUpHref }: Pick<SendPageProps, 'topUpHref'>) {
  const t = useTranslations('people')
  return (
    <>
      <EmptyState icon="wallet" title={t('noMoney')} text={t('noMoneyText')} />
      {topUpHref && (
        <div className="mt-5">
          <ButtonLink href={topUpHref} wide>
            {t('topUp')}
          </ButtonLink>
        </div>
      )}
    </>
  )
}
