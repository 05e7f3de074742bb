/** The name of a currency in the reader's language; the code itself when the language has no name for it (`USDT`). */
export function currencyName(code: string, locale: string): string {
  // `Intl` throws on anything that is not three letters.
  if (!/^[A-Z]{3}$/.test(code)) return code
  return new Intl.DisplayNames(locale, { type: 'currency' }).of(code) ?? code
}
