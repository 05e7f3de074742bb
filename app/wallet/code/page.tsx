import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CodePage } from '@/components/codes/code-page'
import { currentUser } from '@/lib/auth/current-user'
import { listWaitingOrders } from '@/lib/checkout/list-waiting-orders'
import { showCode } from '@/lib/codes/show-code'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('codes')
  return { title: t('title'), robots: { index: false } }
}

/** `shown`: the code that this page showed before it was loaded again, as it is without JavaScript. */
export default async function Page({ searchParams }: Props) {
  const [{ shown }, us, user] = await Promise.all([searchParams, gateway(), currentUser()])
  if (!user) redirect('/sign-in?next=/wallet/code')
  const outcome = await showCode(us, user.id, typeof shown === 'string' ? shown : null)
  if (outcome.kind === 'asked') redirect(`/pay/${outcome.sessionId}`)
  const waiting = await listWaitingOrders(us, user.id)
  const nowEpochSeconds = Math.floor(Date.now() / 1000)
  return (
    <CodePage
      code={outcome.code}
      waiting={waiting}
      secondsToRenewal={outcome.code.renewAtEpochSeconds - nowEpochSeconds}
      links={{ wallet: publicPath('/wallet'), events: publicPath('/wallet/events'), pay: publicPath('/pay') }}
    />
  )
}
