/** JSON is UTF-8; a type that names another charset means other characters than the ones that we would read. */
export function isJsonType(header: string): boolean {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase())
  const charsets = parameters.filter((parameter) => parameter.startsWith('charset='))
  return type === 'application/json' && charsets.every((charset) => /^charset="?utf-8"?$/.test(charset))
}
