import * as z from 'zod'
import type { Currency, CurrencyTable } from '@/lib/money/currency'
import { type AmountError, itemTotal, type Money, maxAmountMinor, parseAmount, parsePrice } from '@/lib/money/money'
import { asParsed } from '@/lib/opencharge/as-parsed'
import { invalidRequest, type ProtocolError, protocolError, requestIssues } from '@/lib/opencharge/errors'
import * as fields from '@/lib/opencharge/fields'
import type { JsonObject } from '@/lib/opencharge/json-value'
import type { PublicKey } from '@/lib/opencharge/keys'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { shallowDetails, verifyObject } from '@/lib/opencharge/signed-object'
import type { Verifier } from '@/lib/opencharge/signer'

const { limits } = fields

/** One item of an order (protocol section 4). Unknown members are kept. */
export const orderItemShape = z.looseObject({
  id: fields.idField,
  name: z.string().max(limits.name),
  quantity: z.number().positive().max(limits.quantity),
  price: fields.priceField,
})

/** The members of an order that the protocol names (section 4), for documents. To read an order use `OrderSchema`. */
export const orderShape = z.looseObject({
  id: fields.idField,
  ocid: fields.ocidField,
  amount: fields.amountField,
  currency: fields.currencyField,
  createdAt: fields.epochSecondsField,
  reference: fields.referenceField.optional(),
  memo: fields.memoField.optional(),
  expiresAt: fields.epochSecondsField.optional(),
  accepts: z.array(fields.ocidField).max(limits.accepts).optional(),
  items: z.array(orderItemShape).max(limits.items).optional(),
})

export type OrderItem = z.infer<typeof orderItemShape>

/** A merchant's order, exactly as parsed: unknown members included, since they are signed. */
export type Order = z.infer<typeof orderShape> & JsonObject

/** Checks an order's shape and gives back the same object (protocol sections 2.3 and 4). */
export const OrderSchema: z.ZodType<Order, unknown> = asParsed<Order>(orderShape)

/** Reads an order from parsed JSON; `INVALID_REQUEST` with `details.issues` when its shape is wrong (section 4). */
export function parseOrder(value: unknown): Result<Order, ProtocolError> {
  const parsed = OrderSchema.safeParse(value)
  return parsed.success ? ok(parsed.data) : err(invalidRequest(parsed.error))
}

/**
 * Checks the merchant's signature (wire form) over the whole order (protocol section 2.3). Else 400 `INVALID_SIGNATURE`,
 * with `details.hint` when the signature is one of the shallow kind.
 */
export function verifyOrder(
  order: Order,
  signature: unknown,
  merchantKey: PublicKey,
  verifier: Verifier,
): Result<true, ProtocolError> {
  const verdict = verifyObject(order, signature, merchantKey, verifier)
  if (verdict === 'valid') return ok(true)
  const message = "The order's signature does not verify against the merchant's key"
  if (verdict === 'invalid') return err(protocolError('INVALID_SIGNATURE', { status: 400, message }))
  const details = shallowDetails('the names, quantities and prices of the items are')
  return err(protocolError('INVALID_SIGNATURE', { status: 400, message, details }))
}

/**
 * The order's amount as money. `SETTLEMENT_NOT_SUPPORTED` when the currency is not in the table, `INVALID_REQUEST` when
 * the amount or an item's price has more digits than the currency (protocol section 4, Money). `path` is where the
 * order is in the body, for `details.issues`.
 */
export function checkOrderAmount(
  order: Order,
  currencies: CurrencyTable,
  path = 'order',
): Result<Money, ProtocolError> {
  const currency = currencies.get(order.currency)
  if (currency === undefined) {
    const details = { currency: order.currency, currencies: [...currencies.keys()] }
    return err(protocolError('SETTLEMENT_NOT_SUPPORTED', { message: 'This currency is not supported', details }))
  }
  const amount = parseAmount(order.amount, currency)
  if (!amount.ok)
    return err(requestIssues([{ path: `${path}.amount`, message: amountSentence(amount.error, currency) }]))
  const issues = (order.items ?? []).flatMap((item, index) => {
    const total = itemTotal(item.quantity, item.price, currency)
    return total.ok ? [] : [{ path: `${path}.items.${index}.price`, message: amountSentence(total.error, currency) }]
  })
  return issues.length > 0 ? err(requestIssues(issues)) : ok({ amountMinor: amount.value, currency })
}

/** One line of an order as it is shown. */
export interface PricedItem {
  readonly item: OrderItem
  readonly unitPriceMinor: bigint
  readonly totalMinor: bigint
}

/** The items with their totals in minor units. For an order that `checkOrderAmount` passed; throws on another. */
export function priceItems(order: Order, currency: Currency): readonly PricedItem[] {
  return (order.items ?? []).map((item) => {
    const unitPrice = parsePrice(item.price, currency)
    const total = itemTotal(item.quantity, item.price, currency)
    if (!unitPrice.ok || !total.ok) throw new RangeError('the order was not checked')
    return { item, unitPriceMinor: unitPrice.value, totalMinor: total.value }
  })
}

/**
 * Amount minus the sum of the items, in minor units: tax, shipping (positive) or discount (negative), shown as its own
 * line; 0n when they agree or there are no items (protocol section 4, Money). Throws on an unchecked order.
 */
export function orderDifference(order: Order, currency: Currency): bigint {
  const amount = parseAmount(order.amount, currency)
  if (!amount.ok) throw new RangeError('the order was not checked')
  const items = priceItems(order, currency)
  return items.length === 0 ? 0n : items.reduce((rest, { totalMinor }) => rest - totalMinor, amount.value)
}

function amountSentence(error: AmountError, { code, exponent }: Currency): string {
  if (error === 'TOO_PRECISE') return `${code} has ${exponent} decimal digits; digits beyond them must be zeros`
  if (error === 'TOO_LARGE') return `must be at most ${maxAmountMinor} in minor units of ${code}`
  return error === 'NOT_POSITIVE' ? 'must be greater than zero' : 'must be a decimal string such as "99.99"'
}
