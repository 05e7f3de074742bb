import type { ReactNode } from 'react'
import type { CheckoutActions } from '@/components/checkout/checkout-actions'
import { CheckoutPage } from '@/components/checkout/checkout-page'
import type { PayConfirmation } from '@/components/checkout/confirm-to-pay'
import { CodePage } from '@/components/codes/code-page'
import { MailPage } from '@/components/dev-mail/mail-page'
import { MailboxPage } from '@/components/dev-mail/mailbox-page'
import { CheckMailPage } from '@/components/sign-in/check-mail-page'
import { ConfirmLinkPage } from '@/components/sign-in/confirm-link-page'
import { SignInPage } from '@/components/sign-in/sign-in-page'
import { ErrorFrame } from '@/components/ui/error-frame'
import { ServiceError } from '@/components/ui/service-error'
import { TopUpPage } from '@/components/wallet/top-up-page'
import { WalletPage } from '@/components/wallet/wallet-page'
import type { CheckoutView, ConsideredWay, PayError } from '@/lib/checkout/checkout-view'
import { noConnectionTexts } from '@/lib/i18n/no-connection-texts'
import { activitySpecimens } from './activity-specimens'
import { invoiceSpecimens } from './invoice-specimens'
import { peopleSpecimens } from './people-specimens'
import { sampleEntries } from './sample-activity'
import { coffeeShop, eur, kwd, money, nowEpochSeconds, sampleCheckouts, sampleWays, ugx, usd } from './sample-checkouts'
import { scanSpecimens } from './scan-specimens'
import { securitySpecimens } from './security-specimens'

// The forms of the gallery lead back to the gallery.
const nowhere = '/dev/gallery'

const actions: CheckoutActions = {
  pay: nowhere,
  sandbox: nowhere,
  cancel: nowhere,
  signIn: nowhere,
  passkeyHref: nowhere,
  signOut: nowhere,
  receipt: nowhere,
  topUpHref: `${nowhere}/top-up-for-payment`,
  walletHref: '/wallet',
  activityHref: '/wallet/activity',
  url: 'https://pay.example/pay/sess_3f9c2b17e0a84d55',
  stateHref: null,
}

interface Circumstances {
  readonly problem?: PayError
  readonly ways?: readonly ConsideredWay[]
  readonly topUpHref?: string | null
}

const checkout = (view: CheckoutView, { problem, ways, topUpHref = actions.topUpHref }: Circumstances = {}) => (
  <CheckoutPage
    view={view}
    actions={{ ...actions, topUpHref }}
    problem={problem ?? null}
    ways={ways ?? null}
    nowEpochSeconds={nowEpochSeconds}
  />
)

const purpose = { merchantName: coffeeShop.name, total: money(2500n) }

const mail = {
  id: 'm1',
  to: 'ada@example.com',
  subject: '1234 5678 is your code',
  sentAtEpochSeconds: nowEpochSeconds,
  href: `${nowhere}/mail`,
}

const mailText = `Your code is 1234 5678. It is valid for 10 minutes.

Or open this page and press the button there:
https://pay.example/sign-in/confirm?token=3f9c2b17e0a84d55b8c1

You did not ask for this? Then do nothing.`

const checkMail = {
  verify: nowhere,
  resend: nowhere,
  email: 'ada@example.com',
  validMinutes: 10,
  otherEmailHref: nowhere,
  mailboxHref: `${nowhere}/mailbox`,
}

const confirmLink = { action: nowhere, hidden: { token: 't' }, email: 'ada@example.com', signInHref: nowhere }

const sampleCode = {
  id: 'code_VpxT2Y5hOqN1sQ7cRk0aZ8mL',
  payload:
    '{"ocid":200,"order":"https://pay.example/opencharge/orders/create/code_VpxT2Y5hOqN1sQ7cRk0aZ8mL","expiresAt":1800000300}',
}

const sampleWaiting = [{ sessionId: 'sess_waiting', merchantName: 'Taller Agave Azul', total: money(950n) }]
const codeLinks = { wallet: nowhere, events: null, pay: nowhere }

const topUp = { action: nowhere, currencies: [usd, eur, ugx, kwd], backHref: nowhere }

const checkoutSpecimens: Record<string, () => ReactNode> = Object.fromEntries(
  Object.entries(sampleCheckouts).map(([name, view]) => [name, () => checkout(view)]),
)

const passkey = { question: { kind: 'get', ask: null }, action: nowhere, problem: null } as const

const confirmation: PayConfirmation = {
  ...passkey,
  askedAbove: money(2000n),
  confirmedUntilEpochSeconds: null,
  settingsHref: nowhere,
  operatorContact: 'help@pay.example',
}

const confirming = (step: PayConfirmation) => (
  <CheckoutPage
    view={sampleCheckouts['open-signed-in']}
    actions={{ ...actions, confirmation: step }}
    problem={null}
    ways={null}
    nowEpochSeconds={nowEpochSeconds}
  />
)

/** Every page in every state, by name. */
export const specimens: Record<string, () => ReactNode> = {
  ...checkoutSpecimens,
  'open-problem': () => checkout(sampleCheckouts['open-signed-in'], { problem: 'MERCHANT_UNREACHABLE' }),
  'test-open-problem': () => checkout(sampleCheckouts['test-open'], { problem: 'ALREADY_PAID' }),
  'open-short-no-top-up': () => checkout(sampleCheckouts['open-short'], { topUpHref: null }),
  'open-ways': () => checkout(sampleCheckouts['open-through-two'], { ways: sampleWays.some }),
  'open-ways-none': () => checkout(sampleCheckouts['open-no-way'], { ways: sampleWays.none }),
  'open-ways-nothing': () => checkout(sampleCheckouts['open-no-way'], { ways: [] }),
  'sign-in': () => <SignInPage action={nowhere} purpose={null} problem={null} passkey={passkey} />,
  'sign-in-problem': () => (
    <SignInPage action={nowhere} purpose={purpose} problem="INVALID_EMAIL" passkey={passkey} email="ada@example" />
  ),
  'sign-in-passkey-problem': () => (
    <SignInPage action={nowhere} purpose={null} problem={null} passkey={{ ...passkey, problem: 'PASSKEY_REFUSED' }} />
  ),
  ...securitySpecimens,
  'open-confirm': () => confirming({ ...confirmation, confirmedUntilEpochSeconds: null }),
  'open-confirm-problem': () => confirming({ ...confirmation, problem: 'CHALLENGE_OVER' }),
  'open-confirmed': () => confirming({ ...confirmation, confirmedUntilEpochSeconds: nowEpochSeconds + 280 }),
  'check-mail': () => <CheckMailPage {...checkMail} purpose={purpose} problem={null} />,
  'check-mail-problem': () => <CheckMailPage {...checkMail} mailboxHref={null} purpose={null} problem="WRONG_CODE" />,
  'confirm-link': () => <ConfirmLinkPage {...confirmLink} purpose={purpose} problem={null} />,
  'confirm-link-spent': () => <ConfirmLinkPage {...confirmLink} purpose={null} problem="CODE_EXPIRED" />,
  wallet: () => (
    <WalletPage
      email="ada@example.com"
      waiting={sampleWaiting}
      wallets={[
        { walletId: 'w1', balance: money(12000n) },
        { walletId: 'w2', balance: money(8000n, eur) },
        { walletId: 'w3', balance: money(150000n, ugx) },
        { walletId: 'w4', balance: money(25000n, kwd) },
      ]}
      entries={sampleEntries.slice(2, 7)}
      signOut={nowhere}
      topUpHref={`${nowhere}/top-up`}
    />
  ),
  'wallet-empty': () => (
    <WalletPage email="new@example.com" waiting={[]} wallets={[]} entries={[]} signOut={nowhere} topUpHref={null} />
  ),
  ...peopleSpecimens,
  code: () => <CodePage code={sampleCode} secondsToRenewal={240} waiting={sampleWaiting} links={codeLinks} />,
  'top-up': () => <TopUpPage {...topUp} currency="USD" amount="" problem={null} purpose={null} />,
  'top-up-for-payment': () => <TopUpPage {...topUp} currency="USD" amount="12.90" problem={null} purpose={purpose} />,
  'top-up-problem': () => <TopUpPage {...topUp} currency="UGX" amount="1.5" problem="INVALID_AMOUNT" purpose={null} />,
  mailbox: () => <MailboxPage mails={[mail, { ...mail, id: 'm2', to: 'ben@example.com' }]} />,
  'mailbox-empty': () => <MailboxPage mails={[]} />,
  mail: () => <MailPage mail={{ ...mail, text: mailText }} mailboxHref={`${nowhere}/mailbox`} />,
  ...activitySpecimens,
  ...invoiceSpecimens,
  ...scanSpecimens,
  'service-error': () => <ServiceError requestId="req_2f9c41d08ab7" />,
  'no-connection': () => <ErrorFrame texts={noConnectionTexts} tone="warning" />,
}
