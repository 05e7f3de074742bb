import { type Application, findApplication } from '@/lib/applications/application-store'
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

/** Who sells: an identity of the network, or an application of ours, which the operator named. */
export async function sellerCard(
  us: Gateway,
  { merchantOcid, applicationId }: { readonly merchantOcid: number; readonly applicationId: string | null },
): Promise<MerchantCard> {
  if (applicationId === null) return merchantCard(us, merchantOcid)
  return applicationCard(applicationId, await findApplication(applicationId))
}

/** An application of ours as payers read it; undefined is one that cannot be found. */
export function applicationCard(id: string, application: Application | undefined): MerchantCard {
  const name = displayText(application?.name ?? '', MOST_NAME_CHARACTERS) || id
  const domain = domainOf(application?.successUrl ?? application?.webhookUrl)
  return { ocid: null, name, domain, iconPath: null }
}

// The operator wrote it down, not the shop.
const domainOf = (url: string | null | undefined): string => (url ? new URL(url).host : '')
