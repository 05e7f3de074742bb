import { Icon, type IconName } from './icon'

/** What stands where a list would be, and how something gets there. */
export function EmptyState({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return (
    <div className="rounded-2xl border border-dashed border-line-strong px-6 py-10 text-center">
      <Icon name={icon} size={32} className="mx-auto text-ink-soft" />
      <p className="mt-3 font-semibold">{title}</p>
      <p className="mt-1 text-ink-soft text-pretty">{text}</p>
    </div>
  )
}
