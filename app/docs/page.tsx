import type { Metadata } from 'next'
import { ApiReference } from '@/components/docs/api-reference'
import { publicPath } from '@/lib/env/public-path'
import { merchantErrors } from '@/lib/merchant-api/envelope'
import { eventTypes } from '@/lib/merchant-api/event-types'
import { operations } from '@/lib/merchant-api/openapi-document'
import { sandboxOutcomes } from '@/lib/merchant-api/payment-request'

export const metadata: Metadata = { title: 'Merchant API' }

export const dynamic = 'force-dynamic'

export default function Page() {
  return (
    <ApiReference
      operations={operations.map(({ method, path, summary }) => ({ method, path, summary }))}
      errors={Object.entries(merchantErrors).map(([code, told]) => ({ code, ...told }))}
      sandboxOutcomes={sandboxOutcomes}
      events={eventTypes}
      documentHref={publicPath('/api/v1/openapi.json')}
      assetsHref={publicPath('/docs')}
    />
  )
}
