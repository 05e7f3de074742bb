import type { ReactNode } from 'react'

interface EvidenceFieldProps {
  readonly label: ReactNode
  readonly hint: ReactNode
  readonly value: string
  readonly onChange: (text: string) => void
}

/** A large field for JSON, read from left to right in every language. */
export function EvidenceField({ label, hint, value, onChange }: EvidenceFieldProps) {
  return (
    <div>
      <label htmlFor="evidence" className="mb-1.5 block font-semibold">
        {label}
      </label>
      <textarea
        id="evidence"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby="evidence-hint"
        rows={7}
        dir="ltr"
        spellCheck={false}
        autoComplete="off"
        className="block w-full rounded-xl border border-line-strong bg-surface px-4 py-2.5 font-mono text-sm text-ink"
      />
      <p id="evidence-hint" className="mt-1.5 text-sm text-ink-soft">
        {hint}
      </p>
    </div>
  )
}
