import type { ReactNode } from 'react'

/** Where a form goes: a path that takes a POST, or a server action. Both work without JavaScript. */
export type FormTarget = string | ((form: FormData) => void | Promise<void>)

interface ActionFormProps {
  readonly action: FormTarget
  readonly children: ReactNode
  readonly className?: string
  /** Sent with the form as they are. */
  readonly hidden?: Readonly<Record<string, string>>
}

/** A form that is always a POST. */
export function ActionForm({ action, children, className = '', hidden = {} }: ActionFormProps) {
  // React sets the method itself when the target is a server action.
  const target = typeof action === 'string' ? { action, method: 'post' as const } : { action }
  return (
    <form {...target} className={className}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
