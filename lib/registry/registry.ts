import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, type Result } from '@/lib/opencharge/result'
import { fetchPeer, type PeerParts } from '@/lib/registry/fetch-peer'
import { createLruMap } from '@/lib/registry/lru-map'
import type { Peer } from '@/lib/registry/peer'
import { answerOf, decideLookup, decideRefresh, type PeerRecord, recordAfter } from '@/lib/registry/peer-record'
import type { SourceFailure } from '@/lib/registry/registry-source'

export type { Peer }

export interface Registry {
  /** The peer as last fetched, by the rules of section 3. Errors: `UNKNOWN_OCID`, `METADATA_UNAVAILABLE`; `SERVICE_UNAVAILABLE` when too many are looked up at once. */
  peer(ocid: number): Promise<Result<Peer, ProtocolError>>
  /** Whether `peer` would ask the registry, which may be paid by the question, for somebody of whom nothing is known yet. */
  wouldAsk(ocid: number): boolean
  /** For a signature that failed: the peer fetched anew, unless the copy in memory is 10 s old or younger. */
  refresh(ocid: number): Promise<Result<Peer, ProtocolError>>
  /** Waits until `onPeerSeen` is done with every peer that it was told of, well or not. For whoever ends what it writes to. */
  settled(): Promise<void>
}

export interface RegistryOptions extends PeerParts {
  /**
   * Told of each peer whose key was not seen before in this process, and about once an hour while its metadata is
   * fetched again and shows the same. When it fails it is told again after the next fetch; nobody waits for it.
   */
  readonly onPeerSeen?: (peer: Peer) => void | Promise<void>
  /** Told of each failed fetch, for the log; `detail` is not for strangers. */
  readonly onFailure?: (ocid: number, failure: SourceFailure) => void
}

const maxPeers = 10_000
const maxFetchesUnderWay = 256

/** The peers of the network, fetched when needed, remembered, and at most one fetch per OCID at a time. */
export function createRegistry(options: RegistryOptions): Registry {
  const { now, onFailure = () => undefined } = options
  const remembered = createRecords()
  const teller = createKeyTeller(options.onPeerSeen ?? (() => undefined), now)
  const underWay = new Map<number, Promise<PeerRecord>>()

  const attempt = async (ocid: number): Promise<PeerRecord> => {
    const outcome = await fetchPeer(ocid, options)
    if (!outcome.ok) onFailure(ocid, outcome.error)
    const record = recordAfter(remembered.get(ocid), outcome, { ocid, triedAtEpochMs: now() })
    remembered.set(record)
    if (outcome.ok && outcome.value) teller.tell(outcome.value)
    return record
  }
  const fetchOnce = (ocid: number): Promise<PeerRecord> => {
    const running = underWay.get(ocid)
    if (running) return running
    const started = attempt(ocid).finally(() => underWay.delete(ocid))
    underWay.set(ocid, started)
    return started
  }

  const answer = async (ocid: number, decide: typeof decideLookup): Promise<Result<Peer, ProtocolError>> => {
    const record = remembered.get(ocid)
    const decision = decide(record, now())
    if (record && decision === 'answer') return answerOf(record, now())
    // Callers name OCIDs before they prove anything: what a flood of them can set going is limited.
    const isBusy = underWay.size >= maxFetchesUnderWay && !underWay.has(ocid)
    if (isBusy) return record ? answerOf(record, now()) : err(tooBusy(ocid))
    const fetched = fetchOnce(ocid)
    if (record && decision === 'answer_and_fetch') {
      fetched.catch((bug: unknown) => onFailure(ocid, { reason: 'internal', detail: String(bug) }))
      return answerOf(record, now())
    }
    return answerOf(await fetched, now())
  }

  return {
    peer: (ocid) => answer(ocid, decideLookup),
    wouldAsk(ocid) {
      const record = remembered.get(ocid)
      return record?.peer === undefined && decideLookup(record, now()) === 'fetch' && !underWay.has(ocid)
    },
    refresh: (ocid) => answer(ocid, decideRefresh),
    settled: teller.settled,
  }
}

const tooBusy = (ocid: number) => protocolError('SERVICE_UNAVAILABLE', { details: { ocid, retryAfterSeconds: 1 } })

/** Names of nobody are remembered apart, so that a flood of them does not push the peers out. */
function createRecords() {
  const peers = createLruMap<number, PeerRecord>(maxPeers)
  const others = createLruMap<number, PeerRecord>(maxPeers)
  return {
    get: (ocid: number) => peers.get(ocid) ?? others.get(ocid),
    set(record: PeerRecord) {
      const [to, from] = record.peer ? [peers, others] : [others, peers]
      from.delete(record.ocid)
      to.set(record.ocid, record)
    },
  }
}

const tellAgainAfterMs = 60 * 60_000

function createKeyTeller(onPeerSeen: (peer: Peer) => void | Promise<void>, now: () => number) {
  const told = createLruMap<number, { readonly keyHex: string; readonly atMs: number }>(maxPeers)
  const telling = new Set<Promise<void>>()
  const tell = (peer: Peer): void => {
    const entry = { keyHex: peer.publicKey.hex, atMs: now() }
    const last = told.get(peer.ocid)
    if (last?.keyHex === entry.keyHex && entry.atMs - last.atMs < tellAgainAfterMs) return
    told.set(peer.ocid, entry)
    const done = new Promise<void>((resolve) => resolve(onPeerSeen(peer)))
      .catch(() => {
        if (told.get(peer.ocid) === entry) told.delete(peer.ocid)
      })
      .finally(() => telling.delete(done))
    telling.add(done)
  }
  return { tell, settled: async () => void (await Promise.all(telling)) }
}
