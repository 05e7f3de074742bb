import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon'

const control =
  'block w-full min-h-12 rounded-xl border bg-surface px-4 py-2.5 text-base text-ink placeholder:text-ink-soft focus-visible:outline-offset-0'

interface FrameProps {
  readonly id: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: ReactNode
}

/** The ids of the words that belong to a control, for `aria-describedby`. */
function describedBy({ id, hint, error }: FrameProps): string | undefined {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

function border(error: ReactNode): string {
  return error ? 'border-danger' : 'border-line-strong'
}

function FieldFrame({ id, label, hint, error, children }: FrameProps & { children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-semibold">
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-sm font-medium text-danger">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  )
}

type FieldProps = FrameProps &
  Omit<ComponentProps<'input'>, keyof FrameProps | 'className'> & {
    /** Large digits with air between them, for a code that is copied from elsewhere. */
    readonly spaced?: boolean
  }

/** A labelled input with its hint and its error tied to it. */
export function Field({ id, label, hint, error, spaced = false, ...input }: FieldProps) {
  const frame = { id, label, hint, error }
  return (
    <FieldFrame {...frame}>
      <input
        id={id}
        className={`${control} ${border(error)} ${spaced ? 'text-2xl tracking-[0.2em] tabular-nums' : ''}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(frame)}
        {...input}
      />
    </FieldFrame>
  )
}

type SelectFieldProps = FrameProps & Omit<ComponentProps<'select'>, keyof FrameProps | 'className'>

/** A labelled list of choices; the options are its children. */
export function SelectField({ id, label, hint, error, children, ...select }: SelectFieldProps) {
  const frame = { id, label, hint, error }
  return (
    <FieldFrame {...frame}>
      {/* The browser's own arrow touches the edge. */}
      <div className="relative">
        <select
          id={id}
          className={`${control} ${border(error)} appearance-none pe-11`}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(frame)}
          {...select}
        >
          {children}
        </select>
        <Icon name="down" className="pointer-events-none absolute inset-y-0 end-4 my-auto text-ink-soft" />
      </div>
    </FieldFrame>
  )
}
