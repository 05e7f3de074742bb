import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseOrder } from '@/lib/opencharge/order'
import { explainPaths, findPath as findPathIn } from './find-path'
import { buildGraph } from './provider-graph'
import { settlementRequest } from './settlement-request'
import type { SettlementRequest } from './strategy'
import { anyNetwork, graphOf, isUsable, makeRequest, type Network } from './testing/any-network'

const us = 200
const merchant = 300
const gateway = 100

// Nobody else is known: what is left are the ways by our own proof.
const findPath = (asked: SettlementRequest) => {
  const strangers = (asked.accepts ?? []).map((ocid) => ({
    ocid,
    accepts: [],
    currencies: [],
    problem: null,
    isFailing: false,
  }))
  return findPathIn(
    asked,
    buildGraph(
      [...strangers, { ocid: asked.caller.ocid, accepts: [], currencies: [], problem: null, isFailing: false }],
      new Map(),
      asked.currency,
    ),
  )
}

interface Case {
  accepts?: readonly number[] | null
  caller?: Partial<SettlementRequest['caller']>
}

const request = ({ accepts = null, caller = {} }: Case): SettlementRequest => ({
  ourOcid: us,
  merchantOcid: merchant,
  orderId: 'order-1',
  currency: 'USD',
  amountMinor: 100n,
  accepts,
  caller: { ocid: gateway, accepts: [us], hasAccount: true, ...caller },
})

describe('an order is settled', () => {
  test('directly with the merchant that takes our proofs', () => {
    expect(findPath(request({ accepts: [us] }))).toEqual({
      ok: true,
      value: { strategy: 'direct', payee: { kind: 'MERCHANT', ocid: merchant }, memo: 'Payment for order-1' },
    })
  })

  test.each([
    ['the gateway that the order names', [gateway]],
    ['the gateway when the order names nobody', null],
  ])('with %s', (_, accepts) => {
    const payee = { kind: 'MERCHANT_GATEWAY', ocid: gateway }
    const memo = 'Payment for order-1 of merchant 300'
    expect(findPath(request({ accepts }))).toEqual({ ok: true, value: { strategy: 'gateway_account', payee, memo } })
  })

  test('directly when both ways are open', () => {
    expect(findPath(request({ accepts: [gateway, us] }))).toMatchObject({ ok: true, value: { strategy: 'direct' } })
  })
})

describe('an order is refused with the reason', () => {
  const [ours, theirs] = [
    { ocid: us, strategy: 'direct', reason: 'NOT_ACCEPTED_BY_ORDER' },
    { ocid: gateway, strategy: 'gateway_account' },
  ]

  test.each([
    ['that its gateway does not take our proofs', [gateway], { accepts: [] }, 'DOES_NOT_ACCEPT_US'],
    ['that its gateway has no account here', [gateway], { hasAccount: false }, 'HAS_NO_ACCOUNT_WITH_US'],
    ['that its gateway does not take our proofs, though it names nobody', null, { accepts: [7] }, 'DOES_NOT_ACCEPT_US'],
  ])('%s', (_, accepts, caller, reason) => {
    expect(findPath(request({ accepts, caller }))).toEqual({ ok: false, error: [ours, { ...theirs, reason }] })
  })

  test('that it names only strangers, each of them', () => {
    const stranger = (ocid: number) => ({ ocid, strategy: 'partner_reserve', reason: 'WE_HOLD_NO_RESERVE_THERE' })
    const refused = { ...theirs, reason: 'NOT_ACCEPTED_BY_ORDER' }
    expect(findPath(request({ accepts: [7, 0, 7] }))).toEqual({
      ok: false,
      error: [ours, refused, stranger(7), stranger(0)],
    })
  })

  test('that it accepts nobody at all', () => {
    const refused = { ...theirs, reason: 'NOT_ACCEPTED_BY_ORDER' }
    expect(findPath(request({ accepts: [] }))).toEqual({ ok: false, error: [ours, refused] })
  })
})

const ocid = fc.constantFrom(0, 7, gateway, us, merchant, 2 ** 53 - 1)
const anyRequest = fc.record({
  ourOcid: ocid,
  merchantOcid: ocid,
  orderId: fc.string(),
  currency: fc.constant('USD'),
  amountMinor: fc.constant(100n),
  accepts: fc.option(fc.array(ocid, { maxLength: 6 }), { nil: null }),
  caller: fc.record({ ocid, accepts: fc.array(ocid, { maxLength: 4 }), hasAccount: fc.boolean() }),
})

test('a path that is found satisfies the conditions of its strategy, and direct is taken whenever it can be', () => {
  fc.assert(
    fc.property(anyRequest, (asked) => {
      const { ourOcid, merchantOcid, accepts, caller } = asked
      const direct = accepts?.includes(ourOcid) ?? false
      const byGateway =
        (accepts?.includes(caller.ocid) ?? true) && caller.accepts.includes(ourOcid) && caller.hasAccount
      const found = findPath(asked)
      expect(found.ok).toBe(direct || byGateway)
      if (!found.ok) return
      const payee = direct ? { kind: 'MERCHANT', ocid: merchantOcid } : { kind: 'MERCHANT_GATEWAY', ocid: caller.ocid }
      expect(found.value).toMatchObject({ strategy: direct ? 'direct' : 'gateway_account', payee })
    }),
    { numRuns: 2000 },
  )
})

test('a refusal names each provider that the order accepts exactly once, and says why', () => {
  fc.assert(
    fc.property(anyRequest, (asked) => {
      const found = findPath(asked)
      if (found.ok) return
      for (const provider of new Set(asked.accepts)) {
        expect(found.error.filter((tried) => tried.ocid === provider)).toHaveLength(1)
      }
      for (const { reason } of found.error) expect(reason).not.toBe('')
    }),
    { numRuns: 2000 },
  )
})

test('choosing reads the order, its gateway and our agreement with it, and a stranger has no account', () => {
  const order = parseOrder({ id: 'o', ocid: merchant, amount: '1', currency: 'USD', createdAt: 1 })
  if (!order.ok) throw new Error('the order is sound')
  const caller = { ocid: gateway, accepts: [us] }
  expect(settlementRequest(us, order.value, 100n, caller, null)).toEqual({
    ourOcid: us,
    merchantOcid: merchant,
    orderId: 'o',
    currency: 'USD',
    amountMinor: 100n,
    accepts: null,
    caller: { ...caller, hasAccount: false },
  })
  const partner = {
    ocid: gateway,
    gatewayAccount: true,
    merchantAccount: false,
    blocked: false,
    currencies: [],
    capabilities: [],
  }
  expect(settlementRequest(us, order.value, 100n, caller, partner).caller.hasAccount).toBe(true)
})

describe('an order that our own proof cannot settle', () => {
  const plain = { accepts: [], currencies: [], problem: null, isFailing: false }
  const near: Network = {
    providers: [
      { ocid: 1, ...plain, accepts: [2] },
      { ocid: 2, ...plain },
    ],
    headroom: new Map([[2, 10n]]),
    request: makeRequest({ accepts: [1] }),
  }

  test.each([
    ['through a reserve at the provider that it accepts', [2], 'partner_reserve', [2]],
    ['through one that this provider accepts', [1], 'common_third_party', [1, 2]],
  ])('is settled %s', (_, accepts, strategy, providers) => {
    const found = findPathIn({ ...near.request, accepts }, graphOf(near))
    expect(found).toEqual({ ok: true, value: { strategy, providers } })
  })

  test('and that names nobody begins nowhere, not even at the gateway that brought it: no merchant has signed for that', () => {
    const request = { ...near.request, accepts: null, caller: { ocid: 1, accepts: [], hasAccount: false } }
    const refused = { ocid: 1, strategy: 'gateway_account', reason: 'DOES_NOT_ACCEPT_US' }
    expect(findPathIn(request, graphOf(near))).toMatchObject({ ok: false, error: [{ ocid: us }, refused] })
  })

  test.each([
    [
      'the reserve at the end of the way is too low, and where',
      { headroom: new Map([[2, 9n]]) },
      { reason: 'RESERVE_TOO_LOW', at: 2, strategy: 'common_third_party' },
    ],
    ['nobody on the way has a reserve of ours', { headroom: new Map() }, { reason: 'WE_HOLD_NO_RESERVE_THERE' }],
    ['nothing is known of the provider', { providers: [] }, { reason: 'METADATA_UNAVAILABLE' }],
    ['the provider is blocked', { providers: [{ ocid: 1, ...plain, problem: 'BLOCKED' }] }, { reason: 'BLOCKED' }],
    [
      'the provider settles in other currencies',
      { providers: [{ ocid: 1, ...plain, currencies: ['EUR'] }] },
      { reason: 'CURRENCY_NOT_SUPPORTED' },
    ],
  ] as const)('is refused with the reason that %s', (_, more, reason) => {
    const network = { ...near, ...more } as Network
    const found = findPathIn(network.request, graphOf(network))
    expect(found.ok ? [] : found.error.filter(({ ocid: of }) => of === 1)).toEqual([expect.objectContaining(reason)])
  })

  test('is refused with two reasons of the gateway that brought it, when its account and its reserve both fall short', () => {
    const caller = { ocid: 2, accepts: [], hasAccount: false }
    const found = findPathIn({ ...near.request, accepts: [2], amountMinor: 11n, caller }, graphOf(near))
    const reasons = found.ok ? [] : found.error.filter(({ ocid: of }) => of === 2).map(({ reason }) => reason)
    expect(reasons).toEqual(['DOES_NOT_ACCEPT_US', 'RESERVE_TOO_LOW'])
  })
})

describe('the explanation of a choice', () => {
  test('marks exactly one way as chosen when there is one, the very one that is taken, and none when there is none', () => {
    fc.assert(
      fc.property(anyNetwork, fc.boolean(), fc.boolean(), (network, hasAccount, takesUs) => {
        const caller = { ocid: 3, accepts: takesUs ? [us] : [], hasAccount }
        const request = { ...network.request, caller }
        const found = findPathIn(request, graphOf(network))
        const chosen = explainPaths(request, graphOf(network)).filter(({ isChosen }) => isChosen)
        expect(chosen).toHaveLength(found.ok ? 1 : 0)
        if (!found.ok) return
        const providers = 'providers' in found.value ? found.value.providers : [found.value.payee.ocid]
        expect(chosen[0]).toMatchObject({ strategy: found.value.strategy, providers, refusal: null })
      }),
      { numRuns: 1000 },
    )
  })

  test('calls a way usable or says why it is not, each accepted provider once', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const outside = explainPaths(network.request, graphOf(network)).slice(2)
        const accepted = [...new Set(network.request.accepts)].filter((of) => of !== us)
        expect(outside.map(({ providers }) => providers[0])).toEqual(accepted)
        for (const { providers, refusal } of outside) {
          if (refusal === null) for (const of of providers) expect(isUsable(network, of)).toBe(true)
          else expect(providers).toHaveLength(1)
        }
      }),
    )
  })
})
