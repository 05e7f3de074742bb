import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Address } from 'viem'
import { parseUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { createFileSource } from '@/lib/registry/file-source'
import type { GuardedFetch } from '@/lib/registry/guarded-fetch'
import { createHttpSource } from '@/lib/registry/http-source'
import type { RegistrySource } from '@/lib/registry/registry-source'

/** What `REGISTRY` and `REGISTRY_RPC_URL` say. */
export type RegistryConfig =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'contract'; readonly chainId: number; readonly address: Address; readonly rpcUrl: string }

type Parsed = Result<RegistryConfig, string>

/**
 * Reads the registry's configuration and reaches for nothing. The error is a whole sentence, which begins with the
 * variable's name and says how to mend its value.
 */
export function parseRegistryConfig(text: string, rpcUrl: string | undefined, allowPrivateNetwork = false): Parsed {
  if (text.startsWith('file:')) return parseFile(text)
  if (text.startsWith('eip155:')) return parseContract(text, rpcUrl)
  if (/^https?:/.test(text)) return parseHttp(text, allowPrivateNetwork)
  return err(
    `REGISTRY is "${text}"; write file:<path>, https://<host>/<path> or eip155:<chain id>:<contract address> instead.`,
  )
}

function parseFile(text: string): Parsed {
  const path = text.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
  return path === ''
    ? err('REGISTRY names no file; write file:<path>, such as file:registry.json.')
    : ok({ kind: 'file', path })
}

function parseHttp(text: string, allowPrivateNetwork: boolean): Parsed {
  const url = parseUrl(text)
  if (!url) return err(`REGISTRY is "${text}", which is no URL; write https://<host>/<path>.`)
  if (url.protocol === 'http:' && !allowPrivateNetwork) {
    return err('REGISTRY is an http: URL; use https:, or set ALLOW_PRIVATE_NETWORK=1 for development.')
  }
  if (url.username || url.password) return err('REGISTRY carries credentials; take them out of the URL.')
  return ok({ kind: 'http', url: url.href })
}

function parseContract(text: string, rpcUrl: string | undefined): Parsed {
  const [, chainId, address] = /^eip155:([1-9][0-9]{0,14}):(0x[0-9a-fA-F]{40})$/.exec(text) ?? []
  if (chainId === undefined || address === undefined) {
    return err(
      `REGISTRY is "${text}"; write eip155:<chain id>:<contract address>, such as eip155:8453:0x… (40 hex digits).`,
    )
  }
  if (!isChecksumRight(address)) {
    return err(`The checksum of the address ${address} in REGISTRY is wrong; copy it anew, or write it in lower case.`)
  }
  if (rpcUrl === undefined || rpcUrl === '') {
    return err(`REGISTRY is a contract; set REGISTRY_RPC_URL to the JSON-RPC address of a node of chain ${chainId}.`)
  }
  if (!/^https?:/.test(rpcUrl) || !parseUrl(rpcUrl)) {
    return err('REGISTRY_RPC_URL must be an http:// or https:// URL of a JSON-RPC node.')
  }
  return ok({ kind: 'contract', chainId: Number(chainId), address, rpcUrl })
}

/** ERC-55: the case of each letter of an address says something about the whole; an address in lower case says nothing. */
function isChecksumRight(address: string): address is Address {
  const digits = address.slice(2).toLowerCase()
  const digest = bytesToHex(keccak_256(utf8ToBytes(digits)))
  const right = [...digits].map((digit, place) =>
    Number.parseInt(digest[place] ?? '', 16) > 7 ? digit.toUpperCase() : digit,
  )
  return address === `0x${digits}` || address === `0x${right.join('')}`
}

interface SourceParts {
  readonly fetch: GuardedFetch
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** The source that the configuration names, ready to be asked. */
export function openRegistrySource(config: RegistryConfig, { fetch, now }: SourceParts): RegistrySource {
  switch (config.kind) {
    case 'file':
      return createFileSource(config.path)
    case 'http':
      return createHttpSource({ url: config.url, fetch, now })
    case 'contract':
      return openContractSource(config)
  }
}

/** What talks to a chain is a third of all that a gateway would load at its start: only those who need it wait for it. */
function openContractSource(config: Extract<RegistryConfig, { kind: 'contract' }>): RegistrySource {
  const opened = import('@/lib/registry/contract-source').then((source) => source.createContractSource(config))
  opened.catch(() => undefined)
  return { find: async (ocid) => (await opened).find(ocid) }
}
