import { describe, expect, it } from 'vitest'
import { parseRegistryConfig } from '@/lib/registry/registry-config'

const contract = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const rpcUrl = 'http://10.0.0.5:8545/key'

describe('parseRegistryConfig', () => {
  it.each([
    ['file:.data/registry.json', { kind: 'file', path: '.data/registry.json' }],
    ['file:/srv/registry.json', { kind: 'file', path: '/srv/registry.json' }],
    ['file:///srv/registry.json', { kind: 'file', path: '/srv/registry.json' }],
    ['https://registry.example/ocids.json', { kind: 'http', url: 'https://registry.example/ocids.json' }],
    [`eip155:8453:${contract}`, { kind: 'contract', chainId: 8453, address: contract, rpcUrl }],
    [`eip155:1:${contract.toLowerCase()}`, { kind: 'contract', chainId: 1, address: contract.toLowerCase(), rpcUrl }],
  ])('reads %s', (text, value) => expect(parseRegistryConfig(text, rpcUrl)).toEqual({ ok: true, value }))

  it.each([
    ['', undefined, 'write file:<path>, https://'],
    ['registry.json', undefined, 'write file:<path>, https://'],
    ['ftp://registry.example', undefined, 'write file:<path>, https://'],
    ['file:', undefined, 'write file:<path>'],
    ['https://', undefined, 'write https://'],
    ['http://registry.example', undefined, 'use https:, or set ALLOW_PRIVATE_NETWORK=1'],
    ['https://me:pw@registry.example', undefined, 'take them out'],
    ['eip155:8453', rpcUrl, 'write eip155:<chain id>:<contract address>'],
    [`eip155:08453:${contract}`, rpcUrl, 'write eip155:<chain id>:<contract address>'],
    [`eip155:8453:${contract}00`, rpcUrl, 'write eip155:<chain id>:<contract address>'],
    [`eip155:8453:${contract.replace('5aA', '5AA')}`, rpcUrl, 'copy it anew, or write it in lower case'],
    [`eip155:8453:${contract}`, undefined, 'set REGISTRY_RPC_URL'],
    [`eip155:8453:${contract}`, '', 'set REGISTRY_RPC_URL'],
    [`eip155:8453:${contract}`, 'wss://node.example', 'must be an http:// or https:// URL'],
  ])('says of "%s" with node %s how to mend it', (text, node, sentence) => {
    const refused = parseRegistryConfig(text, node)
    expect(refused.ok || refused.error).toContain(sentence)
    expect(refused.ok || refused.error).toMatch(/^(The checksum|REGISTRY|REGISTRY_RPC_URL) .*\.$/)
  })

  it('takes an http: URL where private networks are allowed', () => {
    expect(parseRegistryConfig('http://127.0.0.1:4000/r.json', undefined, true).ok).toBe(true)
  })
})
