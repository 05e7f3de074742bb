import { notFound } from 'next/navigation'
import { PageShell } from '@/components/ui/page-shell'
import { redirectAction } from '../actions'
import { isBench } from '../is-bench'

/** A form that only redirects. */
export default async function FormFloorPage() {
  if (!isBench()) notFound()
  return (
    <PageShell>
      <form action={redirectAction.bind(null, 'sess_000000000000000000000000')}>
        <button type="submit" name="walletId" value="1">
          Go
        </button>
      </form>
    </PageShell>
  )
}
