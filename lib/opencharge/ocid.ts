const decimal = /^(?:0|[1-9][0-9]{0,15})$/

/**
 * Reads an OCID: a safe integer ≥ 0, as a number or as a decimal string without sign, padding or space.
 * Gives undefined for everything else. 0 is a valid OCID (protocol sections 1 and 3).
 */
export function parseOcid(value: unknown): number | undefined {
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number + 0 : undefined
}
