import type { StoredCheckout } from './payment-store'

/** Whether this visitor may know of a checkout at all: one that came through a code is for its one person only. */
export const isFor = ({ boundUserId }: Pick<StoredCheckout, 'boundUserId'>, userId: string | null): boolean =>
  boundUserId === null || boundUserId === userId
