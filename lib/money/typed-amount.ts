const zeros = { arabicIndic: 0x660, persian: 0x6f0 } as const

/**
 * Writes an amount as people type it in the wire's grammar, for the strict readers of `money.ts`: without spaces around it, with
 * Arabic-Indic or Persian digits as ASCII ones, and with one decimal comma or Arabic decimal separator (٫) as a point. A comma
 * before exactly three digits may stand between thousands, so it stays and is refused there, as is everything else that
 * the grammar does not know. Only for the forms of people: amounts of the protocol are read as they came.
 */
export function typedAmount(text: string): string {
  return text
    .trim()
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - zeros.arabicIndic))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - zeros.persian))
    .replace(/^([0-9]+)(?:٫|,(?![0-9]{3}$))([0-9]+)$/, '$1.$2')
}
