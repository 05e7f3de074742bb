import { inTransaction } from '@/lib/db/transaction'
import { endRequest, lockRequest } from './money-request-store'

/** Takes a request back that nobody has paid yet. What is not this person's, or is over, stays as it is. */
export async function withdrawRequest(askerId: string, token: string): Promise<void> {
  await inTransaction(async (tx) => {
    const request = await lockRequest(tx, token)
    if (request?.askerId === askerId && request.state === 'OPEN') await endRequest(tx, token, 'WITHDRAWN')
  })
}
