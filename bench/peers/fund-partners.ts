import { inTransaction } from '@/lib/db/transaction'
import { isoCurrency } from '@/lib/money/currency'
import { savePartner } from '@/lib/partners/partner-store'
import { bookReserve } from '@/lib/providers/book-reserve'
import type { BenchNetwork } from './bench-network'

const RESERVE_MINOR = 1_000_000_000n

/** Gives every partner a reserve with us, and every merchant an account that others can pay into. */
export async function fundPartners({ partners, merchants }: BenchNetwork): Promise<void> {
  const currency = isoCurrency('USD')
  if (!currency) throw new Error('there are no dollars')
  for (const { ocid } of merchants) await savePartner(ocid, { merchantAccount: true })
  const money = { amountMinor: RESERVE_MINOR, currency }
  await inTransaction(async (tx) => {
    for (const { ocid } of partners) await bookReserve(tx, 'theirs', ocid, money)
  })
}
