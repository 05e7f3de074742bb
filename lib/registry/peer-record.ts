import { type ProtocolError, protocolError } from '@/lib/opencharge/errors'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { Peer } from '@/lib/registry/peer'
import type { SourceFailure } from '@/lib/registry/registry-source'

/** What is remembered of an OCID: how the last attempt ended, and the peer as it was last seen. */
export interface PeerRecord {
  readonly ocid: number
  readonly outcome: 'found' | 'absent' | 'failed'
  readonly triedAtEpochMs: number
  readonly peer?: Peer
  readonly failure?: SourceFailure
}

const freshMs = 5 * 60_000
const staleMs = 24 * 3_600_000
const absentMs = 60_000
/** While a source fails and a copy is served, this is how often it is tried. */
const retryMs = 30_000
/** Without a copy nothing works until the source does: it is tried sooner. */
const retryWithoutCopyMs = 5_000
/** After that long without a failure seen, nobody can say that the source still fails: the next caller waits for it. */
const outageMs = 5 * 60_000
const refreshMs = 10_000

// A clock that was set back makes an age negative: then nothing is young.
const isYounger = (sinceEpochMs: number, limitMs: number, nowEpochMs: number) => {
  const ageMs = nowEpochMs - sinceEpochMs
  return ageMs >= 0 && ageMs < limitMs
}

const usablePeer = ({ peer }: PeerRecord, now: number) =>
  peer && isYounger(peer.fetchedAtEpochMs, staleMs, now) ? peer : undefined

/**
 * What to do for a caller: answer from memory, fetch and let the caller wait, or answer from memory and fetch for
 * those who come later. A stale copy is served only while the source fails, so a caller who is the first after the
 * five minutes waits for the fetch; and once a failure is known nobody waits for the next try.
 */
export function decideLookup(record: PeerRecord | undefined, now: number): 'answer' | 'fetch' | 'answer_and_fetch' {
  if (!record) return 'fetch'
  const tried = (limitMs: number) => isYounger(record.triedAtEpochMs, limitMs, now)
  if (record.outcome === 'found') return tried(freshMs) ? 'answer' : 'fetch'
  if (record.outcome === 'absent') return tried(absentMs) ? 'answer' : 'fetch'
  if (!usablePeer(record, now)) return tried(retryWithoutCopyMs) ? 'answer' : 'fetch'
  if (tried(retryMs)) return 'answer'
  return tried(outageMs) ? 'answer_and_fetch' : 'fetch'
}

/**
 * The same for a caller whose signature did not verify against the copy in memory (protocol section 3). An attempt of
 * the last 10 s, even a failed one, is not repeated: wrong signatures must not become a flood of fetches.
 */
export function decideRefresh(record: PeerRecord | undefined, now: number): 'answer' | 'fetch' {
  if (record?.outcome === 'absent') return decideLookup(record, now) === 'answer' ? 'answer' : 'fetch'
  return record && isYounger(record.triedAtEpochMs, refreshMs + 1, now) ? 'answer' : 'fetch'
}

/** What the record says to a caller. */
export function answerOf(record: PeerRecord, now: number): Result<Peer, ProtocolError> {
  const { ocid, outcome, failure } = record
  if (outcome === 'absent') return err(protocolError('UNKNOWN_OCID', { details: { ocid } }))
  const peer = usablePeer(record, now)
  if (peer) return ok(peer)
  return err(
    protocolError('METADATA_UNAVAILABLE', { details: { ocid, reason: failure?.reason ?? 'it is out of date' } }),
  )
}

/** The record after an attempt: a failure keeps the peer as it was last seen, absence does not. */
export function recordAfter(
  previous: PeerRecord | undefined,
  attempt: Result<Peer | undefined, SourceFailure>,
  at: { readonly ocid: number; readonly triedAtEpochMs: number },
): PeerRecord {
  if (!attempt.ok)
    return { ...at, outcome: 'failed', failure: attempt.error, ...(previous?.peer && { peer: previous.peer }) }
  return attempt.value ? { ...at, outcome: 'found', peer: attempt.value } : { ...at, outcome: 'absent' }
}
