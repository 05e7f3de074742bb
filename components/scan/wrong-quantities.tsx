import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { InventoryItem } from '@/lib/scanning/inventory'

/** Names the things of which other numbers were asked for than can be had, each with its numbers. */
export function WrongQuantities({ items }: { items: readonly InventoryItem[] }) {
  const t = useTranslations('inventory')
  const limitsOf = ({ least, most }: InventoryItem) => {
    if (most === 0) return t('soldOut')
    return [least > 1 && t('atLeast', { count: least }), t('atMost', { count: most })].filter(Boolean).join(t('comma'))
  }
  return (
    <Notice tone="warning" title={t('wrongTitle')} urgent>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            {t.rich('wrong', {
              limits: limitsOf(item),
              name: () => <UntrustedText key="name" text={item.name} maxLength={120} />,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
