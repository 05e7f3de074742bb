import { NextIntlClientProvider, useMessages, useTranslations } from 'next-intl'
import { MachineText } from '@/components/ui/machine-text'
import { Notice } from '@/components/ui/notice'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { Verifier } from './verifier'

/** The verifier: what it does, the form and its result, which live in the browser alone, and what stands there when it cannot. */
export function VerifyPage({ homeHref }: { readonly homeHref: string }) {
  const t = useTranslations('verify')
  const { verify } = useMessages()
  return (
    <PageShell homeHref={homeHref}>
      <PageHeading title={t('title')}>{t('text')}</PageHeading>
      <NextIntlClientProvider messages={{ verify }}>
        <Verifier>
          <VerifyWithoutScript />
        </Verifier>
      </NextIntlClientProvider>
    </PageShell>
  )
}

/** What stands in the place of the form while, and where, no JavaScript runs. */
function VerifyWithoutScript() {
  const t = useTranslations('verify')
  return (
    <Notice tone="info" title={t('noScript')}>
      <p>{t('noScriptText')}</p>
      <p className="mt-2">
        <MachineText mono>npm run oc -- verify-proof FILE</MachineText>
      </p>
    </Notice>
  )
}
