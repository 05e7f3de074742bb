import { serviceErrorTexts } from '@/lib/i18n/service-error-texts'
import { ErrorFrame } from './error-frame'

interface ServiceErrorProps {
  /** What finds this failure in our log; null when it is not known here. */
  readonly requestId: string | null
}

/** The page of a failure that is our fault. */
export function ServiceError({ requestId }: ServiceErrorProps) {
  return (
    <ErrorFrame texts={serviceErrorTexts} tone="danger">
      {(locale) =>
        requestId && (
          <p className="mt-6 text-sm text-ink-soft">
            {serviceErrorTexts[locale].requestId}{' '}
            <bdi className="untrusted font-mono text-ink select-all">{requestId}</bdi>
          </p>
        )
      }
    </ErrorFrame>
  )
}
