import { randomUUID } from 'node:crypto'
import type { House } from '@/devnet/house/house'
import { devnetCurrencies } from '@/devnet/network/currencies'
import { type Money, parseAmount } from '@/lib/money/money'
import { type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'

export const newTxid = (): string => `tx_${randomUUID()}`

/** An amount of one of the network's currencies. */
export function readMoney(asked: { readonly amount: string; readonly currency: string }): Result<Money, ProtocolError> {
  const currency = devnetCurrencies.get(asked.currency)
  if (currency === undefined) {
    return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { details: { currency: asked.currency } }))
  }
  const amountMinor = parseAmount(asked.amount, currency)
  if (amountMinor.ok) return ok({ amountMinor: amountMinor.value, currency })
  return err(requestIssues([{ path: 'amount', message: `must be an amount of ${currency.code}` }]))
}

/** A house opens an account for everybody who is on the registry when the first money comes. */
export async function holdsAccount({ network }: House, ocid: number): Promise<Result<true, ProtocolError>> {
  const holder = await network.registry.peer(ocid)
  const isUnknown = !holder.ok && holder.error.code === 'UNKNOWN_OCID'
  return isUnknown ? err(protocolError('ACCOUNT_NOT_FOUND', { details: { ocid } })) : ok(true)
}
