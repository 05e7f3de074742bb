import type { ReactNode } from 'react'
import { AskPage } from '@/components/people/ask-page'
import { ConfirmSendPage } from '@/components/people/confirm-send-page'
import { ReceivePage } from '@/components/people/receive-page'
import { RequestPage } from '@/components/people/request-page'
import { SendPage } from '@/components/people/send-page'
import { SentPage } from '@/components/people/sent-page'
import type { RequestView } from '@/lib/people/request-view'
import { eur, hostileShop, kwd, money, nowEpochSeconds, ugx, usd } from './sample-checkouts'

const nowhere = '/dev/gallery'
const ada = 'ada@example.com'
const hostileMemo = hostileShop.name

const typed = { to: 'ben@example.com', currency: 'USD', amount: '12.00', memo: 'Lunch' }
const empty = { to: '', currency: '', amount: '', memo: '' }
const send = { action: nowhere, balances: [money(12000n), money(8000n, eur)], topUpHref: nowhere }
const confirm = {
  action: nowhere,
  hidden: {},
  payee: { kind: 'email', email: typed.to } as const,
  name: null,
  money: money(1200n),
  left: money(10800n),
  email: ada,
  problem: null,
  changeHref: nowhere,
}

const view: RequestView = {
  token: 'wXrW3qnVqZ2mYg0g1tq9sA',
  stage: 'open',
  askerName: 'b…@example.com',
  money: money(1200n),
  memo: 'Half of the tickets',
  expiresAtEpochSeconds: nowEpochSeconds + 7 * 24 * 3600,
  visitor: 'other',
  paidBy: null,
  missing: null,
  left: money(5750n),
}

const actions = { pay: nowhere, withdraw: nowhere, signInHref: nowhere, walletHref: nowhere, topUpHref: nowhere }

const request = (change: Partial<RequestView> = {}, email: string | null = ada) => (
  <RequestPage
    view={{ ...view, ...change }}
    actions={actions}
    url={`https://pay.example/request/${view.token}`}
    email={email}
    problem={change.missing ? 'INSUFFICIENT_FUNDS' : null}
  />
)

const items = (['open', 'paid', 'withdrawn', 'expired'] as const).map((stage, index) => ({
  href: `${nowhere}/${stage}`,
  money: money(1200n * BigInt(index + 1)),
  memo: stage === 'withdrawn' ? hostileMemo : null,
  stage,
  paidBy: stage === 'paid' ? 'cleo@example.com' : null,
  expiresAtEpochSeconds: view.expiresAtEpochSeconds,
}))
const ask = { action: nowhere, currencies: [usd, eur, ugx, kwd], validDays: 7 }

/** The pages about money between people, by name. */
export const peopleSpecimens: Record<string, () => ReactNode> = {
  send: () => <SendPage {...send} typed={empty} problem={null} />,
  'send-unknown': () => <SendPage {...send} typed={typed} problem="RECIPIENT_UNKNOWN" />,
  'send-short': () => <SendPage {...send} typed={typed} problem="INSUFFICIENT_FUNDS" />,
  'send-too-many': () => <SendPage {...send} typed={typed} problem="TOO_MANY_LOOKUPS" />,
  'send-nothing': () => <SendPage {...send} balances={[]} typed={empty} problem={null} />,
  'send-confirm': () => <ConfirmSendPage {...confirm} memo="Lunch" />,
  'send-confirm-hostile': () => (
    <ConfirmSendPage
      {...confirm}
      payee={{ kind: 'reference', reference: `u_${'w'.repeat(62)}` }}
      name={hostileMemo}
      memo={hostileMemo}
    />
  ),
  sent: () => <SentPage to={typed.to} money={money(1200n)} sendHref={nowhere} />,
  ask: () => <AskPage {...ask} typed={empty} problem={null} requests={items} />,
  'ask-problem': () => (
    <AskPage {...ask} typed={{ ...typed, amount: '1.234' }} problem="INVALID_AMOUNT" requests={[]} />
  ),
  'ask-too-many': () => <AskPage {...ask} typed={typed} problem="TOO_MANY_REQUESTS" requests={items} />,
  'request-own': () => request({ visitor: 'asker' }),
  'request-own-paid': () => request({ visitor: 'asker', stage: 'paid', paidBy: 'cleo@example.com' }),
  request: () => request(),
  'request-signed-out': () => request({ visitor: 'nobody' }, null),
  'request-short': () => request({ missing: money(450n), left: null, memo: hostileMemo, askerName: hostileMemo }),
  'request-paid-by-you': () => request({ stage: 'paid', visitor: 'payer', askerName: 'ben@example.com' }),
  'request-paid': () => request({ stage: 'paid' }),
  'request-withdrawn': () => request({ stage: 'withdrawn' }),
  'request-expired': () => request({ stage: 'expired' }),
  'request-not-found': () => <RequestPage view={null} actions={actions} url="" email={null} problem={null} />,
  receive: () => <ReceivePage ourOcid={200} reference="u_3f9c2b17e0a84d55b8c1" ownOcid={5012} email={ada} />,
}
