import type { Locale } from './locales'
import type { ErrorPageTexts } from './service-error-texts'

/** The words for a browser that did not reach us: there is no number to quote, for we know of nothing. */
export const noConnectionTexts: Record<Locale, ErrorPageTexts> = {
  en: {
    title: 'No connection',
    money:
      'If you were paying, we do not know yet whether it was paid: keep this page open and do not pay again. It looks again as soon as the connection is back, and one order is never charged twice.',
    retry: 'Check again',
  },
  ar: {
    title: 'لا يوجد اتصال',
    money:
      'إن كنت تدفع فلا نعلم بعد هل تم الدفع: أبقِ هذه الصفحة مفتوحة ولا تدفع مرة أخرى. ستتحقق هذه الصفحة تلقائيًا حالما يعود الاتصال، ولا يُخصم مبلغ الطلب الواحد مرتين أبدًا.',
    retry: 'تحقّق مجددًا',
  },
}
