import type { Result } from '@/lib/opencharge/result'

/** Why a source gave no answer: in words for the other party, which name no machine of ours, and in the operator's. */
export interface SourceFailure {
  readonly reason: string
  readonly detail?: string
}

/** Where OCIDs are registered. */
export interface RegistrySource {
  /** The URL text registered for an OCID; undefined when the source answered and has no such OCID. */
  find(ocid: number): Promise<Result<string | undefined, SourceFailure>>
}
