import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { InventoryPage } from '@/components/scan/inventory-page'
import { NoInventoryPage } from '@/components/scan/no-inventory-page'
import { currentUser } from '@/lib/auth/current-user'
import { merchantCard } from '@/lib/checkout/merchant-card'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { fetchInventory } from '@/lib/scanning/fetch-inventory'
import { seenMark } from '@/lib/scanning/seen-mark'
import { orderAction } from './actions'
import { inventoryPath, readInventoryQuery } from './query'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('inventory')
  return { title: t('tabTitle'), robots: { index: false } }
}

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { code, quantities, problem } = readInventoryQuery(await searchParams)
  const user = await currentUser()
  if (!user) redirect(`/sign-in?${new URLSearchParams({ next: inventoryPath(code) })}`)
  const us = await gateway()
  const scanned = await fetchInventory(us, code, { userId: user.id, nowEpochSeconds: Math.floor(Date.now() / 1000) })
  if (!scanned.ok) return <NoInventoryPage problem={scanned.error} scanHref={publicPath('/wallet/scan')} />
  const { merchant, inventory } = scanned.value
  const view = {
    merchant: await merchantCard(us, merchant.ocid),
    inventory,
    quantities,
    seen: seenMark(inventory),
  }
  const backHref = publicPath('/wallet')
  return <InventoryPage view={view} action={orderAction.bind(null, code)} problem={problem} backHref={backHref} />
}
