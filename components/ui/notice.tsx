import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

export type Tone = 'info' | 'success' | 'warning' | 'danger'

const look: Record<Tone, string> = {
  info: 'bg-info-soft text-info',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

const icon: Record<Tone, IconName> = { info: 'info', success: 'success', warning: 'warning', danger: 'danger' }

interface NoticeProps {
  readonly tone: Tone
  readonly title: ReactNode
  readonly children?: ReactNode
  /** Read out at once when it appears after something that the person did. */
  readonly urgent?: boolean
}

/** A short message about the page, told apart by icon and words as well as by colour. */
export function Notice({ tone, title, children, urgent = false }: NoticeProps) {
  return (
    <div role={urgent ? 'alert' : undefined} className={`flex gap-3 rounded-xl p-4 ${look[tone]}`}>
      <Icon name={icon[tone]} size={22} className="mt-px" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-pretty">{title}</p>
        {children && <div className="mt-1 text-ink text-pretty">{children}</div>}
      </div>
    </div>
  )
}
