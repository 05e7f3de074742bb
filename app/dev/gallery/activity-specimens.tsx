import type { ReactNode } from 'react'
import { ActivityPage } from '@/components/activity/activity-page'
import { StoryPage } from '@/components/activity/story-page'
import { ReceiptPage } from '@/components/receipts/receipt-page'
import { TooManyGuesses } from '@/components/receipts/too-many-guesses'
import { VerifyPage } from '@/components/verify/verify-page'
import type { ActivityEntry } from '@/lib/activity/activity-entry'
import type { ActivityFilter } from '@/lib/activity/activity-filter'
import type { ActivityStory } from '@/lib/activity/activity-story'
import { noFilter, sampleEntries, sampleReceipts, sampleStories } from './sample-activity'
import { coffeeShop } from './sample-checkouts'

const nowhere = '/dev/gallery'

const choices = { wallets: [{ walletId: '1', currency: 'USD' }], merchants: [coffeeShop] }

function activity(entries: readonly ActivityEntry[], filter: ActivityFilter, isFirst: boolean) {
  const links = {
    wallet: nowhere,
    activity: nowhere,
    storyOf: () => `${nowhere}/story-paid`,
    csv: nowhere,
    older: entries.length > 0 ? nowhere : null,
    newest: isFirst ? null : nowhere,
  }
  return <ActivityPage entries={entries} filter={filter} choices={choices} links={links} />
}

const story = (shown: ActivityStory) => (
  <StoryPage
    story={shown}
    openReceipt={shown.payment?.hasReceipt ? nowhere : null}
    activityHref={`${nowhere}/activity`}
    verifyHref={`${nowhere}/verify`}
    paymentHref={shown.payment && `${nowhere}/paid`}
  />
)

const receiptLinks = { bundleHref: nowhere, verifyHref: `${nowhere}/verify`, walletHref: nowhere }

/** Activity, receipts and the verifier, in every state. */
export const activitySpecimens: Record<string, () => ReactNode> = {
  activity: () => activity(sampleEntries, noFilter, true),
  'activity-filtered': () => activity(sampleEntries.slice(0, 2), { ...noFilter, text: 'coffee', state: 'done' }, false),
  'activity-empty': () => activity([], noFilter, true),
  'activity-nothing-found': () => activity([], { ...noFilter, text: 'tea' }, true),
  'story-paid': () => story(sampleStories.paid),
  'story-refunded': () => story(sampleStories.refunded),
  'story-steps': () => story(sampleStories.steps),
  'story-incoming': () => story(sampleStories.incoming),
  receipt: () => <ReceiptPage {...receiptLinks} receipt={sampleReceipts.plain} mail={nowhere} outcome="mailed" />,
  'receipt-partly-refunded': () => (
    <ReceiptPage {...receiptLinks} receipt={sampleReceipts.partly} mail={null} outcome={null} />
  ),
  'receipt-refunded': () => (
    <ReceiptPage {...receiptLinks} receipt={sampleReceipts.refunded} mail={null} outcome={null} />
  ),
  'receipt-long': () => <ReceiptPage {...receiptLinks} receipt={sampleReceipts.long} mail={null} outcome="TOO_MANY" />,
  'receipt-hostile': () => (
    <ReceiptPage {...receiptLinks} receipt={sampleReceipts.hostile} mail={null} outcome={null} />
  ),
  'receipt-too-many': () => <TooManyGuesses of="receipt" />,
  verify: () => <VerifyPage homeHref={nowhere} />,
}
