/** The mark: a ring that is open, and the charge that passes through. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-slip" />
      <path d="M24 16a8 8 0 1 1-8-8" fill="none" strokeWidth="4" strokeLinecap="round" className="stroke-slip-ink" />
      <circle cx="22.6" cy="9.4" r="3.1" className="fill-spark" />
    </svg>
  )
}
