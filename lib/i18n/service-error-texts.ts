import type { Locale } from './locales'

/** What an error page says in one language. */
export interface ErrorPageTexts {
  readonly title: string
  readonly money: string
  readonly retry: string
}

interface ServiceErrorTexts extends ErrorPageTexts {
  readonly requestId: string
}

/** The words of the error pages. They are not among the messages: when the page breaks, nothing may be left to load. */
export const serviceErrorTexts: Record<Locale, ServiceErrorTexts> = {
  en: {
    title: 'Something went wrong on our side',
    money:
      'If you were paying, open the same payment page again: it shows whether the payment went through. One order is never charged twice.',
    retry: 'Try again',
    requestId: 'If you write to us, quote this number:',
  },
  ar: {
    title: 'حدث خطأ من جانبنا',
    money:
      'إن كنت تدفع فافتح صفحة الدفع نفسها مرة أخرى: فهي تُظهر هل تمت العملية. لا يُخصم مبلغ الطلب الواحد مرتين أبدًا.',
    retry: 'حاول مجددًا',
    requestId: 'إن راسلتنا فاذكر هذا الرقم:',
  },
}
