import { type Address, BaseError, createPublicClient, http, type PublicClient } from 'viem'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { registryAbi } from '@/lib/registry/registry-abi'
import type { RegistrySource, SourceFailure } from '@/lib/registry/registry-source'

export interface ContractSourceOptions {
  readonly chainId: number
  readonly address: Address
  /** The operator's own choice, hence trusted and not guarded: it may well be a node on a private address. */
  readonly rpcUrl: string
  readonly timeoutMs?: number
}

/** The registry contract on a chain. */
export function createContractSource({
  chainId,
  address,
  rpcUrl,
  timeoutMs = 5_000,
}: ContractSourceOptions): RegistrySource {
  const client = createPublicClient({ transport: boundedHttp(rpcUrl, timeoutMs) })
  let isChainVerified = false

  // The same address on another chain can be anybody's contract. Asked until it was right once.
  const verifyChain = async (): Promise<Result<true, SourceFailure>> => {
    const actual = isChainVerified ? chainId : await client.getChainId()
    isChainVerified = actual === chainId
    return isChainVerified ? ok(true) : err(wrongChain(chainId, actual))
  }

  return {
    async find(ocid) {
      try {
        const chain = await verifyChain()
        return chain.ok ? ok(await readText(client, address, BigInt(ocid))) : chain
      } catch (error) {
        return err({ reason: 'the registry contract gave no answer', detail: detailOf(error) })
      }
    },
  }
}

// Both questions go out together: whoever waits for a peer waits for one round trip. `resolve` may revert where
// `exists` says no, so its failure counts only after a yes.
async function readText(client: PublicClient, address: Address, ocid: bigint): Promise<string | undefined> {
  const call = { address, abi: registryAbi, args: [ocid] } as const
  const resolved = client.readContract({ ...call, functionName: 'resolve' })
  resolved.catch(() => undefined)
  return (await client.readContract({ ...call, functionName: 'exists' })) ? resolved : undefined
}

// viem's own timeout ends with the head of the answer; this one holds for the body too.
const boundedHttp = (rpcUrl: string, timeoutMs: number) =>
  http(rpcUrl, {
    retryCount: 0,
    fetchFn: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  })

const wrongChain = (expected: number, actual: number): SourceFailure => ({
  reason: 'the registry is on another chain than expected',
  detail: `REGISTRY names chain ${expected}, but REGISTRY_RPC_URL is a node of chain ${actual}`,
})

// The short message leaves out the RPC URL, which often carries a key.
const detailOf = (error: unknown) => (error instanceof BaseError ? error.shortMessage : String(error))
