/** What this version of the gateway can do for everybody on the network (protocol section 3). */
export const ownCapabilities = [
  'checkout.create',
  'orders.create.session',
  'orders.status',
  'transfer.create',
  'transfer.webhook',
  'payment.create',
  'payment.settle',
  'verify.txid',
] as const
