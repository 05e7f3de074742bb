import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '@/lib/registry/public-address'

const refused: Record<string, string[]> = {
  'this network': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'link-local and cloud metadata': ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
  'unique-local': ['fc00::1', 'fd00:ec2::254'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  reserved: ['192.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
  benchmarking: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  documentation: ['2001:db8::1', '3fff::1'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1'],
  '6to4 and Teredo': ['2002:7f00:1::', '2002:0808:0808::1', '2001::1'],
  'discard and segment routing': ['100::1', '5f00::1'],
  'what is no address': ['', 'localhost', '127.1', '0x7f000001', '2130706433', '0177.0.0.1', '8.8.8.8 ', '1.2.3'],
}

describe('isPublicAddress', () => {
  for (const [kind, addresses] of Object.entries(refused)) {
    it.each(addresses)(`refuses ${kind}: %s`, (address) => expect(isPublicAddress(address)).toBe(false))
  }

  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700::1111',
    '2001:4860:4860::8888',
  ])('takes the public address %s', (address) => expect(isPublicAddress(address)).toBe(true))
})
