import { expect, test } from 'vitest'
import { clientAddress } from './client-address'

const socket = '10.0.0.1'

test.each([
  ['without proxies the socket is believed, whatever a client claims', 0, '1.2.3.4', socket],
  ['behind one proxy the last entry is what it saw', 1, '1.2.3.4', '1.2.3.4'],
  ['behind one proxy what stands further left is the client’s own claim', 1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['behind two proxies the last entry but one counts', 2, '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['with fewer entries than proxies the leftmost counts', 3, '1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['without the header the socket counts', 1, undefined, socket],
  ['an empty header is none', 1, '', socket],
  ['empty entries are none', 1, ' , 1.2.3.4,, ', '1.2.3.4'],
  ['addresses of the sixth version are taken as they are', 1, '2001:db8::1', '2001:db8::1'],
])('%s', (_, hops, forwardedFor, expected) => {
  expect(clientAddress(socket, forwardedFor, hops)).toBe(expected)
})
