import type { describeDevnet } from '@/devnet/describe-devnet'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { parsePrice } from '@/lib/money/money'
import { exchange } from '../http/testing/wire'
import type { FaultWorld } from './fault-world'

/** Everybody's books, as the development network shows them. */
export type TheirBooks = ReturnType<typeof describeDevnet>

export async function readTheirBooks({ devnet }: Pick<FaultWorld, 'devnet'>): Promise<TheirBooks> {
  const { text } = await exchange(devnet.shopUrl, { path: '/status.json' })
  return JSON.parse(text) as TheirBooks
}

/** A decimal string of their books in minor units. */
export function minorOf(amount: string, code: string): bigint {
  const currency = devnetCurrencies.get(code)
  const minor = currency && parsePrice(amount, currency)
  if (!minor?.ok) throw new Error(`${amount} ${code} is no amount`)
  return minor.value
}
