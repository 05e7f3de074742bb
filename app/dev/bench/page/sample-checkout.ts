import type { OpenCheckout } from '@/lib/checkout/checkout-view'
import type { Money } from '@/lib/money/money'

const usd = (amountMinor: bigint): Money => ({ amountMinor, currency: { code: 'USD', exponent: 2 } })
const eur = (amountMinor: bigint): Money => ({ amountMinor, currency: { code: 'EUR', exponent: 2 } })

/** A checkout like those of bench/peers/make-order.ts, seen by one of the bench's payers: the page of it has the same markup. */
export const sampleCheckout: OpenCheckout = {
  state: 'open',
  reference: 'sess_000000000000000000000000',
  merchant: { ocid: 500, name: 'Bench Merchant 500', domain: '127.0.0.1:40000', iconPath: null },
  order: {
    orderId: 'order-00000000-0000-4000-8000-000000000000',
    reference: null,
    memo: 'Two things from the bench',
    lines: [
      { name: 'Filter coffee, whole beans', quantity: '2', unitPrice: usd(150n), total: usd(300n) },
      { name: 'Paper cup', quantity: '1', unitPrice: usd(75n), total: usd(75n) },
    ],
    difference: usd(75n),
    total: usd(450n),
  },
  isPersonal: false,
  isTest: false,
  successUrl: 'https://shop.example/thanks?session=sess_000000000000000000000000',
  cancelUrl: 'https://shop.example/basket',
  expiresAtEpochSeconds: 1_800_001_800,
  way: { kind: 'through', parties: [] },
  wasUnreachable: false,
  payer: {
    email: 'payer-00@bench.example',
    wallets: [
      { walletId: '1', balance: usd(100_000_00n), balanceAfter: usd(99_995_50n), unusable: null },
      { walletId: '2', balance: eur(50_00n), balanceAfter: null, unusable: 'OTHER_CURRENCY' },
    ],
    shortfall: null,
  },
}
