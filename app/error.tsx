'use client'

import { errorDigest } from '@/components/ui/error-digest'
import { ServiceError } from '@/components/ui/service-error'

/** Next logs the same digest beside the exception. */
export default function ErrorPage({ error }: { error: unknown }) {
  return <ServiceError requestId={errorDigest(error)} />
}
