import { UntrustedText } from '@/components/ui/untrusted-text'

const longestName = 80

/** The name of the merchant, or of somebody on the way to it, as it may stand within a sentence. */
export function MerchantName({ name }: { name: string }) {
  return <UntrustedText text={name} maxLength={longestName} />
}
