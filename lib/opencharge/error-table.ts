interface ErrorEntry {
  /** The HTTP status that goes with the code unless a caller has a reason for another one. */
  readonly status: number
  /** What the other party reads when nothing more exact is known. */
  readonly message: string
  /** For operators: what happened, in one line. */
  readonly meaning: string
  /** For operators: what to do about it, in one line. */
  readonly whatToDo: string
}

/**
 * The whole vocabulary of refusals on the network API (protocol section 4, "Errors"), the gateway's own codes last.
 * `docs/errors.md` is generated from this table, and every map over its keys is exhaustive.
 */
export const protocolErrors = {
  INVALID_SIGNATURE: {
    status: 401,
    message: 'The signature does not verify',
    meaning:
      'An authentication header is missing or malformed, or a signature does not match the signed bytes and key.',
    whatToDo: 'Compare the six canonical lines and the body bytes on both sides, and the key in the metadata.',
  },
  TIMESTAMP_EXPIRED: {
    status: 401,
    message: 'The timestamp is more than 300 seconds away from our clock',
    meaning: 'The request was signed too long ago, or one of the two clocks is wrong.',
    whatToDo: 'Synchronise the clocks (NTP) on both sides and sign each request when it is sent.',
  },
  NONCE_REUSED: {
    status: 401,
    message: 'Nonce already seen',
    meaning: 'The same party sent the same nonce twice inside the time window: a replay, or a weak nonce generator.',
    whatToDo: 'Have the sender make a fresh random nonce for each attempt, retries included.',
  },
  UNKNOWN_OCID: {
    status: 401,
    message: 'This OCID is not in the registry',
    meaning: 'The registry has no entry for the OCID that the request names.',
    whatToDo: 'Check the OCID and that both sides use the same registry (chain, address or file).',
  },
  METADATA_UNAVAILABLE: {
    status: 502,
    message: 'The metadata of this OCID cannot be read',
    meaning: 'The metadata document could not be fetched, is malformed, or its signature is wrong (details.reason).',
    whatToDo: 'Open the registered metadata URL and mend what details.reason names.',
  },
  INVALID_PROOF: {
    status: 400,
    message: 'The proof is not valid here',
    meaning: 'The proof is malformed, names another receiver, or its txid was used for something else (details.hint).',
    whatToDo: 'Ask the issuer for a proof that names this receiver, with a txid of its own.',
  },
  PROOF_SIGNATURE_INVALID: {
    status: 400,
    message: "The proof's signature does not verify",
    meaning: "The signature over the proof does not match the issuer's key.",
    whatToDo: 'Have the issuer sign the canonical JSON of the whole proof, keys sorted at every level.',
  },
  ISSUER_NOT_ACCEPTED: {
    status: 400,
    message: 'Proofs of this issuer are not accepted',
    meaning: "The proof's issuer is not in the list of accepted OCIDs.",
    whatToDo: 'Settle over an accepted provider, or add the issuer to ACCEPTS if it is trusted.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    message: 'No such session',
    meaning: 'The session id was never issued, or was copied incompletely.',
    whatToDo: 'Scan the code again or create a new checkout.',
  },
  SESSION_USED: {
    status: 409,
    message: 'This session has been used',
    meaning: 'A single-use session already took an order.',
    whatToDo: 'Have the payer show a new code.',
  },
  SESSION_EXPIRED: {
    status: 410,
    message: 'This session has expired',
    meaning: 'The session was used after the end of its life.',
    whatToDo: 'Have the payer show a new code, or create a new checkout.',
  },
  ORDER_EXPIRED: {
    status: 400,
    message: 'The order has expired',
    meaning: "The order's expiresAt is in the past.",
    whatToDo: 'Have the merchant sign a new order.',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    message: 'No such order',
    meaning: 'The order is not known here, or belongs to another party.',
    whatToDo: 'Check the order id and which key signs the request.',
  },
  SETTLEMENT_NOT_SUPPORTED: {
    status: 400,
    message: 'This order cannot be settled from here',
    meaning: 'The currency is not supported, or no path of accepted providers leads to the merchant (details).',
    whatToDo: 'Compare the providers in details with the accepted ones; add a partner account or a currency.',
  },
  PAYMENT_NOT_FOUND: {
    status: 404,
    message: 'No such payment',
    meaning: 'No payment with this txid was created here.',
    whatToDo: 'Check the txid that payment/create returned.',
  },
  PAYMENT_EXPIRED: {
    status: 400,
    message: 'The payment has expired',
    meaning: 'The payment was settled after its end.',
    whatToDo: 'Create a new payment; money that moved already shows up as unmatched for the operator.',
  },
  INVALID_STATE: {
    status: 400,
    message: 'The payment is not in a state that allows this',
    meaning: 'The payment was settled, cancelled or is being settled already.',
    whatToDo: 'Read its state with verify/{txid} before trying again.',
  },
  MERCHANT_NOT_REGISTERED: {
    status: 400,
    message: 'The merchant is not registered here',
    meaning: 'The merchant of the order is not in the registry.',
    whatToDo: 'Check the merchant’s OCID and that its registration can be read.',
  },
  AMOUNT_MISMATCH: {
    status: 400,
    message: 'The amount differs from the expected one',
    meaning: "The proof's amount is another number than the one that was asked for.",
    whatToDo: 'Pay exactly the amount that was asked for; the protocol has no fees and no part payments.',
  },
  CURRENCY_MISMATCH: {
    status: 400,
    message: 'The currency differs from the expected one',
    meaning: "The proof's currency is not the one that was asked for.",
    whatToDo: 'Pay in the currency that was asked for; the protocol has no exchange rates.',
  },
  TXID_NOT_FOUND: {
    status: 404,
    message: 'No such transaction',
    meaning: 'The txid is not known here, or the caller is not named in its proof.',
    whatToDo: 'Check the txid and which OCID asks.',
  },
  TRANSACTION_EXPIRED: {
    status: 410,
    message: 'The transaction has expired',
    meaning: 'The transaction ended without money having moved. Others may say so; this gateway does not.',
    whatToDo: 'Start a new one.',
  },
  INSUFFICIENT_FUNDS: {
    status: 402,
    message: 'The account does not hold enough',
    meaning: 'The account that would be debited holds less than the amount.',
    whatToDo: 'Top up the account, then repeat the call with the same reference.',
  },
  ACCOUNT_NOT_FOUND: {
    status: 400,
    message: 'No such account',
    meaning: 'The payer or the payee has no account here in this currency.',
    whatToDo: 'Open the account (oc partner add), or correct the OCID or reference.',
  },
  CAPABILITY_NOT_SUPPORTED: {
    status: 400,
    message: 'This capability is not offered to this caller',
    meaning: 'The endpoint exists and is not offered. Others may say so; this gateway offers all of its own.',
    whatToDo: 'Ask GET /capabilities what is offered.',
  },
  RATE_LIMITED: {
    status: 429,
    message: 'Too many requests',
    meaning: 'The caller sent more requests than its limit; Retry-After says when to go on.',
    whatToDo: 'Slow the caller down, or raise RATE_LIMIT_* if the traffic is wanted.',
  },
  CONNECTION_REFUSED: {
    status: 403,
    message: 'This party is refused here',
    meaning: "The OCID is on the operator's block list.",
    whatToDo: 'If the block is no longer wanted: `oc partner add --ocid N --unblock`.',
  },
  INVALID_REQUEST: {
    status: 400,
    message: 'The request is malformed',
    meaning: 'The body is not the JSON that the endpoint takes; details.issues has path and message of each fault.',
    whatToDo: 'Mend the fields that details.issues names.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'The body is too large',
    meaning: 'The body has more bytes than the endpoint takes.',
    whatToDo: 'Send a smaller body: fewer items, shorter texts.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'The body must be application/json',
    meaning: 'The Content-Type is not application/json, or names another charset than UTF-8.',
    whatToDo: 'Send Content-Type: application/json.',
  },
  ORDER_CONFLICT: {
    status: 409,
    message: 'The same id was used before with other content',
    meaning: 'The same caller repeated an order id, reference or Idempotency-Key with different content.',
    whatToDo: 'Use a new id for new content; repeat the old content unchanged to get the old answer.',
  },
  ORDER_PAID: {
    status: 409,
    message: 'This order is already paid',
    meaning: 'A checkout was asked for an order that was paid here.',
    whatToDo: "Read the order's status; sign a new order for a new sale.",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: 'This method is not allowed here',
    meaning: 'The path exists but not for this HTTP method; the Allow header lists the ones it has.',
    whatToDo: 'Use one of the methods in the Allow header.',
  },
  NOT_FOUND: {
    status: 404,
    message: 'There is nothing here',
    meaning: 'No endpoint has this path.',
    whatToDo: 'Check the base path in the metadata (endpoint) and the spelling.',
  },
  SERVICE_UNAVAILABLE: {
    status: 503,
    message: 'The service cannot answer right now; nothing was done. Try again shortly',
    meaning:
      'The database did not answer, too many requests for one order came at once, too many identities had to be looked up, or the issuer of a proof under a former key could not be asked. Nothing was written.',
    whatToDo: 'See that PostgreSQL runs and has free connections; the gateway recovers by itself when it does.',
  },
  INTERNAL_ERROR: {
    status: 500,
    message: 'Something went wrong here',
    meaning: 'An unexpected fault; the id in details is in the log.',
    whatToDo: 'Search the log for the id. Calls that move money may be repeated with the same reference.',
  },
} as const satisfies Record<string, ErrorEntry>
