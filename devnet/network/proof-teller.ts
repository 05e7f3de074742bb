import { callPeer } from '@/devnet/network/call-peer'
import type { Network } from '@/devnet/network/network'
import type { Party } from '@/devnet/network/party'
import type { SignedProof } from '@/devnet/network/signed-proof'

/** A proof of ours on its way to the webhook of the party that it credits. */
export interface ProofLetter {
  readonly id: string
  readonly signed: SignedProof
}

/** What is still to be delivered, as the sender's books have it. */
export interface ProofOutbox {
  letter(id: string): ProofLetter | undefined
  letters(): readonly ProofLetter[]
  delivered(id: string): void
}

export interface ProofTeller {
  /** Sends the letter, unless it has arrived. What fails is tried again, with growing pauses, until it works. */
  tell(id: string): void
  stop(): Promise<void>
}

const retryMs = 2_000
const longestPauseInRounds = 32

/** Tells on its own time: the answer to the one who paid waits for no recipient. */
export function startProofTeller(network: Network, from: Party, outbox: ProofOutbox): ProofTeller {
  const underWay = new Map<string, Promise<void>>()
  const isDue = countRounds()
  const tell = (id: string): void => {
    if (underWay.has(id)) return
    const telling = deliver(network, from, outbox, id).finally(() => underWay.delete(id))
    underWay.set(id, telling)
  }
  const tellAll = () => {
    for (const { id } of outbox.letters()) if (isDue(id)) tell(id)
  }
  const timer = setInterval(tellAll, retryMs)
  timer.unref()
  tellAll()
  return {
    tell,
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay.values())
    },
  }
}

/** Due in the rounds 1, 2, 4, … 64, 96: whoever never takes a letter is not asked every two seconds for ever. */
function countRounds(): (id: string) => boolean {
  const rounds = new Map<string, number>()
  return (id) => {
    const round = (rounds.get(id) ?? 0) + 1
    rounds.set(id, round)
    const isPowerOfTwo = Number.isInteger(Math.log2(round))
    return isPowerOfTwo || round % longestPauseInRounds === 0
  }
}

async function deliver(network: Network, from: Party, outbox: ProofOutbox, id: string): Promise<void> {
  const signed = outbox.letter(id)?.signed
  if (signed === undefined) return
  const toOcid = signed.proof.to.ocid
  const recipient = await network.registry.peer(toOcid)
  if (!recipient.ok || !recipient.value.capabilities.includes('transfer.webhook')) return
  const { proof, signature } = signed
  const answer = await callPeer(network, { from, toOcid, path: '/transfer/webhook', body: { proof, signature } })
  if (answer.ok) outbox.delivered(id)
}
