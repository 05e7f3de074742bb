import type { SecurityView } from '@/components/security/security-view'
import { listLimits } from '@/lib/auth/confirmation-limit-store'
import type { SignedInSession } from '@/lib/auth/current-user'
import { describeUserAgent } from '@/lib/auth/describe-user-agent'
import { mayChangeSecurity, proofMinutes } from '@/lib/auth/security-standing'
import { readStanding } from '@/lib/auth/security-standing-store'
import { listSessions } from '@/lib/auth/session-store'
import { env } from '@/lib/env/env'
import { readWalletBalances } from '@/lib/ledger/balance-store'
import { knownCurrency } from '@/lib/money/known-currency'
import { listPasskeys } from '@/lib/passkeys/passkey-store'

const epochSeconds = (date: Date) => Math.floor(date.getTime() / 1000)

/** What protects this person's wallet, as the security page shows it. */
export async function readSecurityView(user: SignedInSession): Promise<SecurityView> {
  const [passkeys, sessions, limits, wallets, standing] = await Promise.all([
    listPasskeys(user.id),
    listSessions(user.id),
    listLimits(user.id),
    readWalletBalances(user.id, 'LIVE'),
    readStanding(user),
  ])
  return {
    email: user.email,
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAtEpochSeconds: epochSeconds(createdAt),
      lastUsedAtEpochSeconds: lastUsedAt && epochSeconds(lastUsedAt),
    })),
    devices: sessions.map(({ id, userAgent, createdAt, lastSeenAt }) => ({
      id,
      ...describeUserAgent(userAgent),
      createdAtEpochSeconds: epochSeconds(createdAt),
      lastSeenAtEpochSeconds: epochSeconds(lastSeenAt),
      isThis: id === user.sessionId,
    })),
    limits: limits.map(({ currency, amountMinor }) => ({
      amountMinor,
      currency: knownCurrency(env().CURRENCIES, currency),
    })),
    unlimited: wallets
      .filter((wallet) => limits.every(({ currency }) => currency !== wallet.currency))
      .map(({ currency }) => knownCurrency(env().CURRENCIES, currency)),
    isProven: mayChangeSecurity(standing).ok,
    proofMinutes,
    operatorContact: env().GATEWAY_CONTACT ?? null,
  }
}
