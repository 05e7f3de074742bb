import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { QrCode } from '@/components/ui/qr-code'

/** A code that opens the same checkout on another device. On a phone itself it would be of no use. */
export function ContinueOnPhone({ url }: { url: string }) {
  const t = useTranslations('phone')
  return (
    <details className="group hidden rounded-xl border border-line bg-surface sm:block print:hidden">
      <summary className="flex min-h-11 list-none items-center justify-between gap-4 px-4 py-2.5 font-semibold">
        {t('title')}
        <Icon name="down" className="text-ink-soft group-open:rotate-180" />
      </summary>
      <div className="flex items-center gap-5 px-4 pb-4">
        <div className="w-40 shrink-0">
          <QrCode text={url} label={t('qr')} />
        </div>
        <p className="text-sm text-ink-soft text-pretty">{t('text')}</p>
      </div>
    </details>
  )
}
