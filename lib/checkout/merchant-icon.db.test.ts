import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { createPayLab, type PayLab } from '@/lib/settlement/testing/pay-lab'
import { merchantIcon } from './merchant-icon'

useTestDatabase()

const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><a href="https://evil.example"><text>Sign in</text></a></svg>'

let lab: PayLab
const shop = createServer((_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(drawing))

beforeAll(async () => {
  lab = await createPayLab()
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const iconUrl = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/icon.svg`
  lab.peers.put(300, 'merchant', { iconUrl })
  await lab.checkout()
})

afterAll(async () => {
  shop.closeAllConnections()
  await new Promise((resolve) => shop.close(resolve))
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
