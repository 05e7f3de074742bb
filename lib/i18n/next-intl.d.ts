import type { Locale } from './locales'
import type en from './messages/en.json'

// Makes every message key and every locale a checked type.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof en
  }
}
