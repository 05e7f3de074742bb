import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import NotFoundPage from '@/app/not-found'
import { openReceiptAction } from '@/app/receipts/[token]/actions'
import { StoryPage } from '@/components/activity/story-page'
import { getStory } from '@/lib/activity/get-story'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'
import { answerNotFound } from '@/lib/http/answer-status'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('activity')
  return { title: t('title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, us, user] = await Promise.all([params, gateway(), currentUser()])
  if (!user) redirect(`/sign-in?${new URLSearchParams({ next: `/wallet/activity/${encodeURIComponent(id)}` })}`)
  const story = await getStory(us, user.id, id)
  // Somebody else's is not there either: nobody learns which numbers are taken.
  if (!story) {
    answerNotFound()
    return <NotFoundPage />
  }
  const { payment } = story
  return (
    <StoryPage
      story={story}
      openReceipt={payment?.hasReceipt ? openReceiptAction.bind(null, payment.paymentId) : null}
      activityHref={publicPath('/wallet/activity')}
      verifyHref={publicPath('/verify')}
      paymentHref={payment && publicPath(`/pay/${payment.sessionId}`)}
    />
  )
}
