import { holdsPlayMoney } from '@/lib/ledger/balance-store'

/** Money from a development run would be spent at real merchants under our proofs: a production gateway does not start on it. */
export async function refusePlayMoney(): Promise<void> {
  if (!(await holdsPlayMoney())) return
  throw new Error(
    'this database holds play money of a development run, which merchants would be paid with. Use a fresh DATABASE_URL or DATA_DIR for production.',
  )
}
