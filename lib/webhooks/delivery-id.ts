import { randomBytes } from 'node:crypto'

/** The id of a new delivery: 120 random bits. */
export const newDeliveryId = () => `dlv_${randomBytes(15).toString('base64url')}`
