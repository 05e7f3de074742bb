import type { AccountBalance } from '@/lib/ledger/balance-store'

/** Whose an account is, in a table. */
export function ownerText({
  email,
  ocid,
  applicationId,
  applicationName,
}: Pick<AccountBalance, 'email' | 'ocid' | 'applicationId' | 'applicationName'>): string {
  if (applicationId !== null) return `${applicationName} (${applicationId})`
  return email ?? (ocid === null ? '-' : `OCID ${ocid}`)
}
