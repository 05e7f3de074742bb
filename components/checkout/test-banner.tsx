import { useTranslations } from 'next-intl'

/** Says in words and colour, on the screen and on paper, that nothing here is about real money. */
export function TestBanner() {
  const t = useTranslations('sandbox')
  return (
    <p className="mb-5 flex items-center gap-3.5 rounded-xl border-2 border-warning bg-warning-soft px-4 py-3 text-warning">
      <strong className="rounded-lg bg-warning px-2.5 py-1 text-lg leading-tight text-surface print:border print:bg-surface print:text-warning">
        {t('test')}
      </strong>
      <span className="min-w-0 font-semibold text-pretty">{t('noMoney')}</span>
    </p>
  )
}
