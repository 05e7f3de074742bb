import { readFile } from 'node:fs/promises'
import solc from 'solc'
import { type Address, createTestClient, erc721Abi, type Hex, http, publicActions, walletActions } from 'viem'
import { registryAbi } from '@/lib/registry/registry-abi'

const fileName = 'OpenchargeRegistry.sol'

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts?: Record<
    string,
    Record<string, { readonly evm: { readonly bytecode: { readonly object: string } } }>
  >
}

/** Compiles the documented contract to the code that deploys it. */
export async function compileRegistry(): Promise<Hex> {
  const content = await readFile(new URL(fileName, import.meta.url), 'utf8')
  const settings = { outputSelection: { '*': { '*': ['evm.bytecode.object'] } } }
  const input = { language: 'Solidity', sources: { [fileName]: { content } }, settings }
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as CompilerOutput
  const faults = output.errors?.map((error) => error.formattedMessage) ?? []
  const code = output.contracts?.[fileName]?.OpenchargeRegistry?.evm.bytecode.object
  if (faults.length > 0 || code === undefined)
    throw new Error(`The registry does not compile cleanly: ${faults.join('\n')}`)
  return `0x${code}`
}

const createClient = (rpcUrl: string) =>
  createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions)

/** Deploys the registry on a local chain whose node signs for its own accounts. */
export async function deployRegistry(rpcUrl: string) {
  const client = createClient(rpcUrl)
  const [owner, stranger] = await client.getAddresses()
  if (!owner || !stranger) throw new Error('The local chain has no accounts')
  const bytecode = await compileRegistry()
  const deployment = await client.deployContract({ abi: registryAbi, bytecode, account: owner, chain: null })
  const { contractAddress: address } = await client.waitForTransactionReceipt({ hash: deployment })
  if (!address) throw new Error('The registry was not deployed')

  const contract = { address, abi: registryAbi, chain: null } as const
  const mined = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`Transaction ${hash} was reverted`)
    return receipt
  }
  return {
    address,
    owner,
    stranger,
    /** Registers an identity; gives its OCID as the event tells it. */
    async register(metadataUrl: string, account: Address): Promise<number> {
      const args = [metadataUrl] as const
      const { blockNumber } = await mined(
        await client.writeContract({ ...contract, functionName: 'register', args, account }),
      )
      const at = { fromBlock: blockNumber, toBlock: blockNumber }
      const [event] = await client.getContractEvents({ ...contract, ...at, eventName: 'OCIDRegistered', strict: true })
      if (!event) throw new Error('No OCIDRegistered event')
      return Number(event.args.ocid)
    },
    async update(ocid: number, metadataUrl: string, account: Address): Promise<void> {
      const args = [BigInt(ocid), metadataUrl] as const
      await mined(await client.writeContract({ ...contract, functionName: 'updateMetadataUrl', args, account }))
    },
    /** Gives the owner's token away; `account` is who asks for that. */
    async transfer(ocid: number, to: Address, account: Address): Promise<void> {
      const token = { ...contract, abi: erc721Abi, functionName: 'transferFrom' } as const
      await mined(await client.writeContract({ ...token, args: [owner, to, BigInt(ocid)], account }))
    },
  }
}
