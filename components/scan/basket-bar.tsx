import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { SubmitButton } from '@/components/ui/submit-button'
import { fillBasket } from '@/lib/scanning/basket'
import { BasketTotal } from './basket-total'
import type { InventoryView } from './inventory-view'

/** What the choice costs so far, and the way on. */
export function BasketBar({ view: { inventory, quantities } }: { view: InventoryView }) {
  const t = useTranslations('inventory')
  const locale = useLocale()
  const basket = fillBasket(inventory, ({ id }) => quantities.get(id) ?? '')
  return (
    // Fixed only where the screen is high enough: on a low one it would cover the field that is typed in.
    <div className="bottom-0 z-10 -mx-4 [@media(min-height:40rem)]:sticky mt-5 space-y-3 border-t border-line bg-canvas px-4 py-3 sm:mx-0 sm:px-0">
      <div className="flex items-center justify-between gap-4 text-lg font-bold">
        <span>{t('total')}</span>
        <BasketTotal
          prices={inventory.items.map(({ priceMinor }) => String(priceMinor))}
          currency={inventory.currency}
          locale={locale}
          initialMinor={String(basket.ok ? basket.value.totalMinor : 0n)}
        />
      </div>
      <SubmitButton pendingLabel={t('asking')} wide>
        {t('order')}
      </SubmitButton>
      <noscript>
        <Button variant="secondary" name="intent" value="total" wide>
          {t('workOut')}
        </Button>
      </noscript>
      <p className="text-center text-sm text-ink-soft text-pretty">{t('notYet')}</p>
    </div>
  )
}
