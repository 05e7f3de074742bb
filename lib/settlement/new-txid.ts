import { randomBytes } from 'node:crypto'

/** The id of a transaction of ours: 128 random bits. */
export const newTxid = () => `tx_${randomBytes(16).toString('hex')}`
