import { useLocale, useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { Folded } from '@/components/ui/folded'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { QrCode } from '@/components/ui/qr-code'
import { WaitingOrders } from '@/components/wallet/waiting-orders'
import type { WaitingOrder } from '@/lib/checkout/list-waiting-orders'
import { LiveCode } from './live-code'

interface CodePageProps {
  readonly code: { readonly id: string; readonly payload: string }
  readonly secondsToRenewal: number
  /** Brought before, to a code that is no longer shown. */
  readonly waiting: readonly WaitingOrder[]
  /** `events` is null where nothing can come: in the gallery. */
  readonly links: { readonly wallet: string; readonly events: string | null; readonly pay: string }
}

// Without JavaScript the page looks by itself whether a merchant has brought an order.
const RELOAD_SECONDS = 4

/** A person's code for a merchant to scan. */
export function CodePage({ code, secondsToRenewal, waiting, links }: CodePageProps) {
  const t = useTranslations('codes')
  const locale = useLocale()
  return (
    <PageShell homeHref={links.wallet}>
      <PageHeading title={t('title')}>{t('text')}</PageHeading>
      <WaitingOrders orders={waiting} />
      <div className="mx-auto max-w-sm">
        <QrCode text={code.payload} label={t('picture')} />
      </div>
      {/* Anew for each code: two of them may end in the same number of seconds. */}
      <LiveCode
        key={code.id}
        codeId={code.id}
        secondsToRenewal={secondsToRenewal}
        eventsPath={links.events}
        payPath={links.pay}
        locale={locale}
        isAside={waiting.length > 0}
        sentences={{ waiting: t('waiting'), asks: t('asks', { name: '{name}', amount: '{amount}' }) }}
      />
      <noscript>
        <meta httpEquiv="refresh" content={`${RELOAD_SECONDS}; url=?shown=${code.id}`} />
      </noscript>
      <div className="mt-6">
        <Folded label={t('asText')} isCentred>
          <p className="text-sm text-ink-soft">{t('asTextHint')}</p>
          <textarea
            readOnly
            rows={4}
            dir="ltr"
            aria-label={t('asText')}
            value={code.payload}
            className="mt-2 w-full rounded-xl border border-line bg-canvas p-3 font-mono text-xs break-all text-ink"
          />
        </Folded>
      </div>
      <div className="mt-6 text-center">
        <ButtonLink href={links.wallet} variant="quiet">
          {t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}
