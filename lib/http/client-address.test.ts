import { describe, expect, test } from 'vitest'
import { addressKey, clientAddress } from './client-address'

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
  ['a port that a proxy writes is left out', 1, '1.2.3.4:5678', '1.2.3.4'],
  ['also of addresses of the sixth version', 1, '[2001:db8::1]:5678', '2001:db8::1'],
  ['and their brackets', 1, '[2001:db8::1]', '2001:db8::1'],
  ['what is no address is not believed', 1, 'unknown:4711', socket],
  ['nor a name', 1, '1.2.3.4, somewhere.example', socket],
  ['addresses of the sixth version are taken as they are', 1, '2001:db8::1', '2001:db8::1'],
])('%s', (_, hops, forwardedFor, expected) => {
  expect(clientAddress(socket, forwardedFor, hops)).toBe(expected)
})

describe('limits count', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:0DB8:0001:0002:0:0:0:1', '2001:db8:1:2::9'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
  ])('%s together with %s', (one, other) => expect(addressKey(one)).toBe(addressKey(other)))

  test.each([
    ['1.2.3.4', '1.2.3.5'],
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '1.2.3.4'],
    ['unknown', '1.2.3.4'],
  ])('%s apart from %s', (one, other) => expect(addressKey(one)).not.toBe(addressKey(other)))
})
