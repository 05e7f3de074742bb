import { nameParty } from '@/lib/checkout/name-parties'
import type { Gateway } from '@/lib/gateway/gateway'
import { knownCurrency } from '@/lib/money/known-currency'
import { maskEmail } from '@/lib/people/public-name'
import type { Movement, MovementKind } from './movement'
import { readLatestMovements, type StoredMovement } from './movement-store'

const MOST = 5

/** What a person's wallets did last, newest first. */
export async function getLatestMovements(us: Gateway, userId: string): Promise<Movement[]> {
  const stored = await readLatestMovements(userId, MOST)
  return Promise.all(
    stored.map(async (one) => ({
      id: String(one.id),
      kind: kindOf(one),
      name: await nameOf(us, one),
      money: {
        amountMinor: one.isIncoming ? one.amountMinor : -one.amountMinor,
        currency: knownCurrency(us.env.CURRENCIES, one.currency),
      },
      atEpochSeconds: Math.floor(one.atEpochSeconds),
    })),
  )
}

function kindOf({ reason, state, isIncoming }: StoredMovement): MovementKind {
  switch (reason) {
    case 'PAYMENT':
      return state === 'POSTED' ? 'paid' : state === 'PENDING' ? 'paying' : 'notPaid'
    case 'PERSON':
      return isIncoming ? 'received' : 'sent'
    case 'TOP_UP':
    case 'CREDIT':
      return 'added'
    case 'RECEIPT':
    case 'PARTNER_TRANSFER':
    case 'ASSIGNMENT':
      return 'arrived'
    default:
      return 'other'
  }
}

async function nameOf(us: Gateway, { merchantOcid, isIncoming, addressedTo, otherEmail }: StoredMovement) {
  if (merchantOcid !== null) return (await nameParty(us, Number(merchantOcid))).name
  if (otherEmail === null) return ''
  // Whoever gets money learns from whom; whoever sent it learns no more than was typed, or than the request said.
  return isIncoming ? otherEmail : (addressedTo ?? maskEmail(otherEmail))
}
