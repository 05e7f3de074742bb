import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import type { SandboxOutcome } from '@/lib/merchant-api/payment-request'

type Words = (t: ReturnType<typeof useTranslations<'sandbox'>>) => { readonly label: string; readonly hint: string }

// A new outcome does not compile until it has words.
const wordsOf: Record<SandboxOutcome, Words> = {
  succeed: (t) => ({ label: t('succeed.label'), hint: t('succeed.hint') }),
  decline: (t) => ({ label: t('decline.label'), hint: t('decline.hint') }),
  insufficient_funds: (t) => ({ label: t('insufficientFunds.label'), hint: t('insufficientFunds.hint') }),
  time_out: (t) => ({ label: t('timeOut.label'), hint: t('timeOut.hint') }),
  expire: (t) => ({ label: t('expire.label'), hint: t('expire.hint') }),
}

/** Stands where a payer would pay: whoever tests a shop chooses how the payment ends. */
export function SandboxPanel({ action }: { action: FormTarget }) {
  const t = useTranslations('sandbox')
  return (
    <section aria-labelledby="sandbox-title">
      <h2 id="sandbox-title" className="text-xl font-bold tracking-display">
        {t('title')}
      </h2>
      <p className="mt-1 text-ink-soft text-pretty">{t('text')}</p>
      <ActionForm action={action} className="mt-4 space-y-3.5">
        {Object.entries(wordsOf).map(([outcome, words]) => (
          <Choice key={outcome} outcome={outcome} {...words(t)} />
        ))}
      </ActionForm>
    </section>
  )
}

function Choice({ outcome, label, hint }: { outcome: string; label: string; hint: string }) {
  return (
    <div>
      <Button name="outcome" value={outcome} variant={outcome === 'succeed' ? 'primary' : 'secondary'} wide>
        {label}
      </Button>
      <p className="mt-1 px-1 text-sm text-ink-soft text-pretty">{hint}</p>
    </div>
  )
}
