import { displayText } from '@/lib/opencharge/display-text'

// An element that is cut has the direction of its text, so that the end is cut off and not the beginning; it still stands
// on the side of the page where everything begins.
const pageSide = '[:root[dir=ltr]_&]:text-left [:root[dir=rtl]_&]:text-right'

const clampStyle = {
  none: '',
  'two-lines': `line-clamp-2 text-pretty ${pageSide}`,
  'three-lines': `line-clamp-3 text-pretty ${pageSide}`,
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
