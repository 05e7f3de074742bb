const htmlText: unique symbol = Symbol('html')

/** Markup that is safe to put into a page. Only `html` and `rawHtml` make it. */
export interface Html {
  readonly [htmlText]: string
}

type Part = Html | string | number | false | null | undefined | readonly Html[]

/** A template whose text values are escaped, whatever they hold. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.reduce((before, string, index) => before + render(parts[index - 1]) + string)
  return { [htmlText]: text }
}

/** Markup of our own making, taken as it is. */
export const rawHtml = (text: string): Html => ({ [htmlText]: text })

export const htmlSource = (markup: Html): string => markup[htmlText]

function render(part: Part): string {
  if (part === undefined || part === null || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return htmlText in part ? part[htmlText] : part.map(htmlSource).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
