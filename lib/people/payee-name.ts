import { parseEmail } from '@/lib/auth/email-address'
import { parseOcid } from '@/lib/opencharge/ocid'

/** How a sender names whom the money is for. */
export type PayeeName =
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'ocid'; readonly ocid: number }
  | { readonly kind: 'reference'; readonly reference: string }

const referenceForm = /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/

/** Reads an email address, an OCID or a person's reference; undefined when the text is none of them. */
export function parsePayeeName(typed: string): PayeeName | undefined {
  const text = typed.trim()
  if (text.includes('@')) {
    const email = parseEmail(text)
    return email === undefined ? undefined : { kind: 'email', email }
  }
  if (/^[0-9]+$/.test(text)) {
    const ocid = parseOcid(text)
    return ocid === undefined ? undefined : { kind: 'ocid', ocid }
  }
  return referenceForm.test(text) ? { kind: 'reference', reference: text } : undefined
}

/** The name as it is shown and kept. */
export function payeeText(name: PayeeName): string {
  return name.kind === 'email' ? name.email : name.kind === 'ocid' ? String(name.ocid) : name.reference
}
