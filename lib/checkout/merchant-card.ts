import { publicPath } from '@/lib/env/public-path'
import type { Gateway } from '@/lib/gateway/gateway'
import { displayText } from '@/lib/opencharge/display-text'
import type { MerchantCard } from './checkout-view'

const MOST_NAME_CHARACTERS = 200

/** A merchant as its registered metadata presents it. */
export async function merchantCard(us: Gateway, merchantOcid: number): Promise<MerchantCard> {
  const merchant = await us.registry.peer(merchantOcid)
  if (!merchant.ok) return { ocid: merchantOcid, name: `OCID ${merchantOcid}`, domain: '', iconPath: null }
  const { name, iconUrl, isDomainConfirmed } = merchant.value
  // Anybody can name a bank's host as his endpoint; what counts is where the registry itself points.
  const domain = isDomainConfirmed ? merchant.value.domain : `OCID ${merchantOcid}`
  const shown = displayText(name, MOST_NAME_CHARACTERS) || domain
  return {
    ocid: merchantOcid,
    name: shown,
    domain,
    iconPath: iconUrl === null ? null : publicPath(`/merchants/${merchantOcid}/icon`),
  }
}
