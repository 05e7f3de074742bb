/** What a page that is open somewhere may want to know at once. Whoever missed it finds the same in the database. */
export type LiveEvent =
  | {
      readonly kind: 'asked'
      /** The page of the order that a merchant brought to a code. */
      readonly sessionId: string
      readonly codeId: string
      readonly merchantName: string
      /** Decimal digits, as in the order. */
      readonly amountMinor: string
      readonly currency: { readonly code: string; readonly exponent: number }
    }
  /** One of this person's browsers was signed out: connections end, and ask anew. A trigger on `sessions` sends it. */
  | { readonly kind: 'signed_out' }
  /** Something was missed, or changed: look again. */
  | { readonly kind: 'look_again' }

/** Who hears of it: one person, `user:<id>`. */
export type LiveTopic = `user:${string}`
