import { useTranslations } from 'next-intl'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { Currency } from '@/lib/money/currency'
import type { InventoryItem } from '@/lib/scanning/inventory'

interface InventoryLineProps {
  readonly item: InventoryItem
  readonly currency: Currency
  /** Of the quantity's field. */
  readonly name: string
  readonly quantity: string
  /** So many cannot be had. */
  readonly isWrong?: boolean
}

/** One thing that can be chosen, with its price, how many there are, and how many are wanted. */
export function InventoryLine({ item, currency, name, quantity, isWrong = false }: InventoryLineProps) {
  return (
    <li className="flex items-center gap-4 p-4">
      <div className="min-w-0 flex-1">
        <p id={`${name}-name`} className="font-semibold">
          <UntrustedText text={item.name} maxLength={120} clamp="two-lines" />
        </p>
        {item.description && (
          <div className="text-sm text-ink-soft">
            <UntrustedText text={item.description} maxLength={200} clamp="two-lines" />
          </div>
        )}
        <p className="mt-1">
          <Money value={{ amountMinor: item.priceMinor, currency }} />
        </p>
        <p id={`${name}-limits`} className={`text-sm ${isWrong ? 'font-medium text-danger' : 'text-ink-soft'}`}>
          <Limits item={item} />
        </p>
      </div>
      {item.most > 0 && <Quantity item={item} name={name} quantity={quantity} isWrong={isWrong} />}
    </li>
  )
}

function Quantity({ item, name, quantity, isWrong }: Omit<InventoryLineProps, 'currency'>) {
  const t = useTranslations('inventory')
  return (
    <span className="shrink-0">
      <label htmlFor={name} className="sr-only">
        {t('quantityOf', { name: item.name })}
      </label>
      <input
        id={name}
        name={name}
        type="number"
        inputMode="numeric"
        min={0}
        max={item.most}
        step={1}
        defaultValue={quantity}
        placeholder="0"
        autoComplete="off"
        dir="ltr"
        aria-invalid={isWrong || undefined}
        aria-describedby={`${name}-limits`}
        className={`block min-h-12 w-20 scroll-mb-56 rounded-xl border bg-surface px-3 text-center text-lg text-ink tabular-nums placeholder:text-ink-soft ${isWrong ? 'border-danger' : 'border-line-strong'}`}
      />
    </span>
  )
}

function Limits({ item: { stock, least, most } }: Pick<InventoryLineProps, 'item'>) {
  const t = useTranslations('inventory')
  if (most === 0) return t('soldOut')
  const parts = [
    stock !== null && t('left', { count: stock }),
    least > 1 && t('atLeast', { count: least }),
    (stock === null || most < stock) && most < 10_000 && t('atMost', { count: most }),
  ]
  return parts.filter(Boolean).join(' · ')
}
