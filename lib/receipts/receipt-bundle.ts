import type { StoredReceipt } from './receipt-store'

/** A key with the OCID it is of and the Unix seconds between which it was seen. */
export interface BundleKey {
  readonly ocid: number
  readonly publicKey: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/**
 * A payment's evidence as one file of JSON, for /verify and `oc verify-proof`. The order and the proof stand in it in the
 * very words that were signed. It says nothing of the payer.
 */
export function receiptBundle(receipt: StoredReceipt, keys: readonly BundleKey[], url: string): string {
  const members: readonly [name: string, json: string][] = [
    ['format', JSON.stringify('opencharge-receipt/1')],
    ['receipt', JSON.stringify(url)],
    ['order', receipt.orderText],
    ['orderSignature', JSON.stringify(receipt.orderSignature)],
    ['proof', receipt.proofText],
    ['signature', JSON.stringify(receipt.signature)],
    ['keys', JSON.stringify(keys)],
  ]
  return `{\n${members.map(([name, json]) => `${JSON.stringify(name)}: ${json}`).join(',\n')}\n}\n`
}
