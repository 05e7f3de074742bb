import type { Locale } from './locales'
import type { ErrorPageTexts } from './service-error-texts'

/** The words for a browser that did not reach us: there is no number to quote, for we know of nothing. */
export const noConnectionTexts: Record<Locale, ErrorPageTexts> = {
  en: {
    title: 'No connection',
    money:
      'If you were paying, we do not know yet whether it was paid: this page looks again as soon as the connection is back. One order is never charged twice.',
    retry: 'Look again',
  },
  ar: {
    title: 'لا يوجد اتصال',
    money:
      'إن كنت تدفع فلا نعلم بعد هل تم الدفع: تنظر هذه الصفحة من جديد حالما يعود الاتصال. لا يُخصم الطلب الواحد مرتين أبدًا.',
    retry: 'انظر من جديد',
  },
}
