import { imageSize } from 'image-size'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCheckout, makeOrder } from '@/lib/checkout/testing/make-checkout'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { answerWith, type Receiver, startReceiver } from '@/lib/webhooks/testing/receiver'
import { merchantIcon } from './merchant-icon'

useTestDatabase()

const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><a href="https://evil.example"><text>Sign in</text></a></svg>'

let lab: PayLab
let shop: Receiver

beforeAll(async () => {
  lab = await createPayLab()
  shop = await startReceiver()
  shop.answer = answerWith(200, drawing, { 'content-type': 'image/svg+xml' })
  lab.peers.put(300, 'merchant', { iconUrl: `${shop.endpoint}/icon.svg` })
  await lab.checkout()
})

afterAll(async () => {
  await shop.close()
  await lab.close()
})

describe('a merchant’s drawing', () => {
  test.each(['image', null])('is given to a page that shows it (%s), as nothing to be opened', async (destination) => {
    const answer = await merchantIcon(lab.us, '300', destination)
    expect(await answer.text()).toBe(drawing)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-disposition': 'attachment',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      vary: 'sec-fetch-dest',
    })
  })

  test.each(['document', 'iframe', 'frame', 'object', 'embed', 'script', 'empty'])(
    'is refused, with nothing in the answer, to be opened as %s',
    async (destination) => {
      const answer = await merchantIcon(lab.us, '300', destination)
      expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 403, text: '' })
      expect(answer.headers.get('cache-control')).toBe('no-store')
    },
  )
})

test('it is fetched once, however many ask at once and whatever else they ask for meanwhile', async () => {
  const show = (ocid: number | string) => merchantIcon(lab.us, String(ocid), 'image')
  const before = shop.received.length
  lab.peers.put(301, 'another merchant', { iconUrl: `${shop.endpoint}/301.svg` })
  await makeCheckout(makeOrder({ ocid: 301 }))
  await Promise.all(Array.from({ length: 20 }, () => show(301)))
  for (let other = 1000; other < 1300; other++) await show(other)
  expect(await (await show(301)).text()).toBe(drawing)
  expect(shop.received.length - before).toBe(1)
})

test('of a format that we do not show nothing is read', () => {
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
  expect(() => imageSize(gif)).toThrow('disabled')
})
