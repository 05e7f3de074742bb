/** Nothing is done, and this comes back instead of an answer. */
export const insteadModes = ['drop_before', 'error_500', 'metadata_gone'] as const

/** The work is done and kept as it should be, and the answer says something else of the proof. */
export const proofModes = [
  'wrong_amount',
  'wrong_recipient',
  'wrong_reference',
  'wrong_currency',
  'other_payment',
  'same_txid',
  'bad_signature',
  'shallow_signature',
] as const

/** The work is done and kept as it should be, and its answer is spoilt on the way. */
export const answerModes = [
  'answer_late',
  'timeout_after',
  'drop',
  'error_500_after',
  'bad_answer_signature',
  'unsigned_answer',
  'huge',
  'redirect',
  'garbage',
] as const

/**
 * `reject`: a clear refusal of everything that was not carried out before. `clock_off`: all timestamps are 240 s ahead,
 * in stored proofs too. `key_rotated`: a new key at once, when the fault is set.
 */
export const faultModes = [
  ...insteadModes,
  ...proofModes,
  ...answerModes,
  'reject',
  'clock_off',
  'key_rotated',
] as const

export type InsteadMode = (typeof insteadModes)[number]
export type ProofMode = (typeof proofModes)[number]
export type AnswerMode = (typeof answerModes)[number]
export type FaultMode = (typeof faultModes)[number]
