/** The exclamation mark of the pages on which something broke. They take no other drawing along. */
export const exclamationMark = 'M12 5.5V13m0 5v.01'

interface LineDrawingProps {
  readonly path: string
  readonly size: number
  /** The width of the line. */
  readonly weight: number
  readonly className?: string
}

/** A drawing of one line, 24 units wide and high. It says nothing to screen readers. */
export function LineDrawing({ path, size, weight, className = '' }: LineDrawingProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={weight}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      <path d={path} />
    </svg>
  )
}
