import type { AccountOwner } from '@/lib/ledger/account-store'
import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { findUserByOcid, findUserByReference, hasAccount } from './recipient-store'

export type MerchantOwner = Extract<AccountOwner, { readonly ocid: number }> & {
  readonly kind: 'MERCHANT' | 'MERCHANT_GATEWAY'
}
export type RecipientOwner = MerchantOwner | Extract<AccountOwner, { readonly kind: 'USER_WALLET' }>

/** Whose account a transfer to this party credits; `ACCOUNT_NOT_FOUND` when nobody's with us (protocol section 5). */
export async function findRecipient(
  ourOcid: number,
  to: { readonly ocid: number; readonly reference?: string | undefined },
): Promise<Result<RecipientOwner, ProtocolError>> {
  if (to.ocid === ourOcid) {
    const userId = to.reference === undefined ? undefined : await findUserByReference(to.reference)
    return userId === undefined ? err(noAccount(to)) : ok({ kind: 'USER_WALLET', userId })
  }
  const merchant = await findMerchant(to.ocid)
  if (merchant.ok || merchant.error.code !== 'ACCOUNT_NOT_FOUND') return merchant
  const userId = await findUserByOcid(to.ocid)
  return userId === undefined ? merchant : ok({ kind: 'USER_WALLET', userId })
}

/** The account of a merchant, or of a merchant gateway, that is kept with us; `ACCOUNT_NOT_FOUND` when there is none. */
export async function findMerchant(ocid: number): Promise<Result<MerchantOwner, ProtocolError>> {
  const partner = await findPartner(ocid)
  if (partner?.blocked) return err(protocolError('CONNECTION_REFUSED'))
  if (partner?.gatewayAccount) return ok({ kind: 'MERCHANT_GATEWAY', ocid })
  if (partner?.merchantAccount || (await hasAccount('MERCHANT', ocid))) return ok({ kind: 'MERCHANT', ocid })
  return err(noAccount({ ocid }))
}

function noAccount({ ocid }: { readonly ocid: number }): ProtocolError {
  return protocolError('ACCOUNT_NOT_FOUND', { message: 'The recipient has no account here', details: { to: ocid } })
}
