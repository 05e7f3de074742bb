import { displayText } from '@/lib/opencharge/display-text'

// The element that is cut takes the direction of its text, so that the end is cut off and not the beginning.
const clampStyle = {
  none: '',
  'two-lines': 'line-clamp-2 text-pretty rtl:text-right',
  'three-lines': 'line-clamp-3 text-pretty rtl:text-right',
} as const

interface UntrustedTextProps {
  readonly text: string
  /** Longer texts are cut. */
  readonly maxLength?: number
  /** Makes a block of it that is at most so high. */
  readonly clamp?: keyof typeof clampStyle
}

/** A text that a stranger wrote (a merchant, an item): it keeps its direction to itself and cannot widen the page. */
export function UntrustedText({ text, maxLength = 120, clamp = 'none' }: UntrustedTextProps) {
  return <bdi className={`untrusted ${clampStyle[clamp]}`}>{displayText(text, maxLength)}</bdi>
}
