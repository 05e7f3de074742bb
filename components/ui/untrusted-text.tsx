import { displayText } from '@/lib/opencharge/display-text'

interface UntrustedTextProps {
  readonly text: string
  /** Longer texts are cut. */
  readonly maxLength?: number
  readonly className?: string
}

/** A text that a stranger wrote (a merchant, an item): it keeps its direction to itself and cannot widen the page. */
export function UntrustedText({ text, maxLength = 120, className = '' }: UntrustedTextProps) {
  return <bdi className={`untrusted ${className}`}>{displayText(text, maxLength)}</bdi>
}
