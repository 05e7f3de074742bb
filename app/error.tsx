'use client'

import { useRequestId } from '@/components/ui/request-id'
import { ServiceError } from '@/components/ui/service-error'

/** A page that broke. Its number leads to the exception in the log. */
export default function ErrorPage() {
  return <ServiceError requestId={useRequestId()} />
}
