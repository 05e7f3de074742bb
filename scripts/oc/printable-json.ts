/** One JSON document for standard output; bigints as strings, because JSON numbers lose their digits. */
export function printableJson(value: unknown): string {
  const asText = (_: string, member: unknown) => (typeof member === 'bigint' ? member.toString() : member)
  return `${JSON.stringify(value, asText, 2)}\n`
}
