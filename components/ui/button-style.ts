export type ButtonVariant = 'primary' | 'secondary' | 'quiet'

const shape =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-xl text-center font-semibold motion-safe:transition-colors aria-disabled:cursor-default aria-disabled:opacity-90 print:hidden'

const look: Record<ButtonVariant, string> = {
  primary: 'min-h-13 bg-brand px-4 py-3 text-lg text-on-brand sm:px-6 hover:bg-brand-strong',
  secondary: 'border border-line-strong bg-surface px-5 py-2.5 text-ink hover:bg-sunken',
  quiet: 'px-3 py-2 text-sm text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink',
}

/** The classes of a button or of a link that looks like one. `wide` fills the line. */
export function buttonStyle(variant: ButtonVariant, wide = false): string {
  return `${shape} ${look[variant]} ${wide ? 'w-full' : ''}`
}
