/** An exact decimal number: `digits` × 10^−`scale`. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** The grammar of money on the wire (protocol section 4): no sign, exponent, space, comma or other digits. */
export const decimalForm = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,18})?$/

/** Reads a decimal string of the wire's grammar (protocol section 4, Money); zero is one too. Else undefined. */
export function parseDecimal(text: unknown): Decimal | undefined {
  if (typeof text !== 'string' || !decimalForm.test(text)) return undefined
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

/** The exact decimal that a finite number ≥ 0 is written as in its shortest form: 0.1 is one tenth. */
export function decimalOfNumber(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** Whether two decimals are the same number, whatever zeros they are written with. */
export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return a.digits * 10n ** BigInt(b.scale) === b.digits * 10n ** BigInt(a.scale)
}
