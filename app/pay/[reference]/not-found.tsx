import { NotFoundOutcome } from '@/components/checkout/not-found-outcome'
import { PageShell } from '@/components/ui/page-shell'

export default function NotFound() {
  return (
    <PageShell>
      <NotFoundOutcome />
    </PageShell>
  )
}
