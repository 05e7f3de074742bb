'use client'

import { isUnreached } from '@/components/ui/is-unreached'
import { NoConnection } from '@/components/ui/no-connection'
import { useRequestId } from '@/components/ui/request-id'
import { ServiceError } from '@/components/ui/service-error'

/** A page that broke: for want of a network, or by a fault of ours, whose number leads to the exception in the log. */
export default function ErrorPage({ error }: { error: unknown }) {
  const requestId = useRequestId()
  return isUnreached(error, isOnline()) ? <NoConnection /> : <ServiceError requestId={requestId} />
}

// On the server there is no browser to ask.
const isOnline = () => typeof navigator === 'undefined' || navigator.onLine !== false
