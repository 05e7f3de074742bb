import type { SignedInUser } from '@/lib/auth/current-user'
import type { CurrencyTable } from '@/lib/money/currency'
import { knownCurrency } from '@/lib/money/known-currency'
import type { Money } from '@/lib/money/money'
import { moneyLeft } from './money-left'
import { findRequest, type StoredRequest } from './money-request-store'
import { publicName } from './public-name'

export type RequestStage = 'open' | 'paid' | 'withdrawn' | 'expired'

/** What the page of a request shows to one visitor. */
export interface RequestView {
  readonly token: string
  readonly stage: RequestStage
  /** All that a visitor learns about whoever asks; the whole address for whoever has paid. */
  readonly askerName: string
  readonly money: Money
  readonly memo: string | null
  readonly expiresAtEpochSeconds: number
  readonly visitor: 'nobody' | 'asker' | 'payer' | 'other'
  /** Who paid; for the asker alone. */
  readonly paidBy: string | null
  /** What the visitor lacks to pay it; null when nothing is missing, or nobody is signed in. */
  readonly missing: Money | null
  /** What the visitor would have left after paying it; null when something is missing, or nobody is signed in. */
  readonly left: Money | null
}

/** Undefined when there is no such request. */
export async function getRequestView(
  token: string,
  user: SignedInUser | null,
  currencies: CurrencyTable,
  nowEpochSeconds: number,
): Promise<RequestView | undefined> {
  const request = await findRequest(token)
  if (!request) return undefined
  const { amountMinor, currency, memo, expiresAtEpochSeconds } = request
  const money = { amountMinor, currency: knownCurrency(currencies, currency) }
  const visitor = visitorOf(request, user)
  return {
    token,
    stage: stageOf(request, nowEpochSeconds),
    askerName:
      visitor === 'payer' ? request.askerEmail : publicName({ name: request.askerName, email: request.askerEmail }),
    money,
    memo,
    expiresAtEpochSeconds: Math.floor(expiresAtEpochSeconds),
    visitor,
    paidBy: visitor === 'asker' ? request.payerEmail : null,
    ...(user ? await afterPaying(user.id, money) : { missing: null, left: null }),
  }
}

async function afterPaying(userId: string, money: Money): Promise<Pick<RequestView, 'missing' | 'left'>> {
  const leftMinor = await moneyLeft(userId, money)
  const of = (amountMinor: bigint) => ({ amountMinor, currency: money.currency })
  return leftMinor < 0n ? { missing: of(-leftMinor), left: null } : { missing: null, left: of(leftMinor) }
}

export function stageOf(
  { state, expiresAtEpochSeconds }: Pick<StoredRequest, 'state' | 'expiresAtEpochSeconds'>,
  nowEpochSeconds: number,
): RequestStage {
  if (state !== 'OPEN') return state === 'PAID' ? 'paid' : 'withdrawn'
  return nowEpochSeconds >= expiresAtEpochSeconds ? 'expired' : 'open'
}

function visitorOf({ askerId, payerId }: StoredRequest, user: SignedInUser | null): RequestView['visitor'] {
  if (!user) return 'nobody'
  if (user.id === askerId) return 'asker'
  return user.id === payerId ? 'payer' : 'other'
}
