/** Pages of ours whose address people show each other as a code: a checkout to go on with elsewhere, a request for money. */
const shownPages = /^\/(?:pay\/sess_[A-Za-z0-9_-]{8,64}|request\/[A-Za-z0-9_-]{16,64})$/

/** The path of a page of ours that a scanned text is the address of; undefined for every other text. */
export function ownPage(text: string, publicUrl: string): string | undefined {
  const base = publicUrl.replace(/\/+$/, '')
  const path = text.trim().startsWith(`${base}/`) ? text.trim().slice(base.length) : ''
  return shownPages.test(path) ? path : undefined
}
