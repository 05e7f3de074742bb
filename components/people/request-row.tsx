import { useTranslations } from 'next-intl'
import { Money } from '@/components/ui/money'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { Money as MoneyValue } from '@/lib/money/money'
import { longestMemo } from '@/lib/people/sending'
import { RequestState, type RequestStateProps } from './request-state'

export interface RequestItem extends RequestStateProps {
  readonly href: string
  readonly money: MoneyValue
  readonly memo: string | null
}

/** One of a person's own requests, in the list of them. */
export function RequestRow({ request }: { request: RequestItem }) {
  const t = useTranslations('people')
  const { href, money, memo } = request
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-1.5">
      <div className="min-w-0">
        <a
          href={href}
          className="flex min-h-11 items-center font-semibold underline decoration-line-strong underline-offset-4"
        >
          {t.rich('requestOwnTitle', { amount: () => <Money key="amount" value={money} /> })}
        </a>
        {memo !== null && (
          <p className="pb-1.5">
            <UntrustedText text={memo} maxLength={longestMemo} />
          </p>
        )}
      </div>
      <span className="text-sm text-ink-soft">
        <RequestState {...request} />
      </span>
    </li>
  )
}
