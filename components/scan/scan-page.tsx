import { useTranslations } from 'next-intl'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { ButtonLink } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { SubmitButton } from '@/components/ui/submit-button'
import type { ScanProblem } from '@/lib/scanning/scan-problem'
import { ScanProblemNotice } from './scan-problem-notice'
import { Scanner } from './scanner'

interface ScanPageProps {
  /** Gets `code`, the text of a code. */
  readonly action: FormTarget
  readonly problem: ScanProblem | null
  readonly backHref: string
}

/** Where a person scans what a merchant shows. */
export function ScanPage({ action, problem, backHref }: ScanPageProps) {
  const t = useTranslations('scan')
  return (
    <PageShell homeHref={backHref}>
      <PageHeading title={t('title')}>{t('intro')}</PageHeading>
      {problem && (
        <div className="mb-5">
          <ScanProblemNotice problem={problem} />
        </div>
      )}
      <ActionForm action={action} className="space-y-6">
        <CodeScanner />
        <PastedCode isNeeded={problem !== null} />
      </ActionForm>
      <div className="mt-3 text-center">
        <ButtonLink href={backHref} variant="quiet">
          {t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}

function CodeScanner() {
  const t = useTranslations('scan.scanner')
  const names = [
    'starting',
    'on',
    'refused',
    'none',
    'busy',
    'notACode',
    'nothingInPicture',
    'asking',
    'picture',
    'again',
  ] as const
  const words = Object.fromEntries(names.map((name) => [name, t(name)])) as Record<(typeof names)[number], string>
  return <Scanner field="code" words={words} />
}

function PastedCode({ isNeeded }: { isNeeded: boolean }) {
  const t = useTranslations('scan')
  return (
    <div className="space-y-4">
      <div>
        <label htmlFor="code" className="mb-1.5 block font-semibold">
          {t('paste')}
        </label>
        <textarea
          id="code"
          name="code"
          rows={3}
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby="code-hint"
          aria-invalid={isNeeded ? true : undefined}
          className="block w-full rounded-xl border border-line-strong bg-surface px-4 py-2.5 font-mono text-sm text-ink"
        />
        <p id="code-hint" className="mt-1.5 text-sm text-ink-soft">
          {t('pasteHint')}
        </p>
      </div>
      <SubmitButton pendingLabel={t('asking')} wide>
        {t('goOn')}
      </SubmitButton>
    </div>
  )
}
