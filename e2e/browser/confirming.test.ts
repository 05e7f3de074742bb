import type { Page } from '@playwright/test'
import { inTransaction } from '@/lib/db/transaction'
import { reopenPayment, voidSettlement } from '@/lib/settlement/end-settlement-store'
import { findSettlement } from '@/lib/settlement/live-settlement-store'
import { makeHandedSettlement, makeUnknownSettlement, type Stuck } from '@/lib/settlement/testing/stuck-settlement'
import { expect, test } from './support/browser-test'
import { newPerson, signIn } from './support/people'
import { stallKeepers } from './support/stall-keepers'

// A provider that the demo does not have: nobody else's payments meet the one that is stuck there.
const provider = stallKeepers.books

async function openAsPayer(page: Page, { payerId, sessionId }: Stuck): Promise<void> {
  await signIn(page.context(), { email: '', userId: payerId })
  await page.goto(`/pay/${sessionId}`)
}

/** The provider could not be reached, as the resolver ends it. */
async function giveUp({ id, paymentId }: Stuck): Promise<void> {
  await inTransaction(async (tx) => {
    const settlement = await findSettlement(id)
    if (!settlement) throw new Error(`${id} is gone`)
    await voidSettlement(tx, settlement, 'ABANDONED', 'CONNECTION_REFUSED')
    await reopenPayment(tx, paymentId)
  })
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript'
  test.describe(how, () => {
    test.use({ javaScriptEnabled })

    test(`whose payment has an unknown outcome reads that the money is reserved, with whom it is, and not to pay again, ${how}`, async ({
      page,
    }) => {
      await openAsPayer(page, await makeUnknownSettlement(provider.ocid))
      await expect(page.getByRole('heading', { name: 'We are confirming your payment' })).toBeVisible()
      await expect(
        page.getByText('is reserved; we are asking Harbour Books whether the payment arrived.'),
      ).toBeVisible()
      await expect(page.getByText('Do not pay again.')).toBeVisible()
      await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0)
      await page.getByRole('link', { name: 'Check again' }).click()
      await expect(page.getByRole('heading', { name: 'We are confirming your payment' })).toBeVisible()
    })
  })
}

test('when the provider turns out not to be reachable, the page says so by itself, and that the money is free', async ({
  page,
}) => {
  const stuck = await makeUnknownSettlement(provider.ocid)
  await openAsPayer(page, stuck)
  await expect(page.getByText('Do not pay again.')).toBeVisible()
  await giveUp(stuck)
  await expect(page.getByRole('alert').filter({ hasText: 'your money is free again' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Pay $5.00' })).toBeVisible()
})

test('a payment that nobody could confirm is with a person: the payer is told, and that nothing is charged twice', async ({
  page,
}) => {
  await openAsPayer(page, await makeHandedSettlement(provider.ocid))
  await expect(page.getByRole('heading', { name: 'A person is looking into your payment' })).toBeVisible()
  await expect(page.getByText('$5.00 stays reserved. You will not be charged twice.')).toBeVisible()
  await expect(page.getByText(/^If you ask .* about it, quote pay_/)).toBeVisible()
})

test('strangers read that the order is being paid, and no name of who stands between', async ({
  page,
  openBrowser,
}) => {
  const { sessionId } = await makeUnknownSettlement(provider.ocid)
  const other = await openBrowser()
  await signIn(other.context(), await newPerson())
  for (const visitor of [page, other]) {
    await visitor.goto(`/pay/${sessionId}`)
    await expect(visitor.getByRole('heading', { name: 'This order is being paid' })).toBeVisible()
    expect(await visitor.content()).not.toContain(provider.name)
  }
})
