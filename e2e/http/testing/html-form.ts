/** A form as a browser without JavaScript sees it. */
export interface HtmlForm {
  /** What is sent when nothing is changed; the names of buttons are not. */
  readonly fields: Readonly<Record<string, string>>
  /** The names of all its controls, disabled and unchecked ones included. */
  readonly names: readonly string[]
  readonly text: string
}

export function formsIn(html: string): HtmlForm[] {
  return [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)].map(([, inside = '']) => readForm(inside))
}

function readForm(inside: string): HtmlForm {
  const controls = [...inside.matchAll(/<(input|button|select)\b([^>]*)>/g)]
  const named = controls
    .map(([, tag = '', text = '']) => readControl(tag, text))
    .filter(({ name }) => name !== undefined)
  const sent = named.filter(
    ({ tag, type, checked, disabled }) =>
      tag !== 'button' && disabled === undefined && (type !== 'radio' || checked !== undefined),
  )
  return {
    fields: Object.fromEntries(sent.map(({ name = '', value = '' }) => [name, value])),
    names: named.map(({ name = '' }) => name),
    text: visibleText(inside),
  }
}

interface Control extends Partial<Record<'name' | 'value' | 'type' | 'checked' | 'disabled', string>> {
  readonly tag: string
}

const readControl = (tag: string, attributes: string): Control => ({ ...attributesIn(attributes), tag })

function attributesIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w$:-]+)(?:="([^"]*)")?/g)]
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, unescapeHtml(value)]))
}

/** What a person reads: no tags, no scripts, entities written out. */
export function visibleText(html: string): string {
  const bare = html.replace(/<(script|style|template)\b.*?<\/\1>/gs, ' ').replace(/<[^>]+>/g, ' ')
  return unescapeHtml(bare).replace(/\s+/g, ' ').trim()
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', '#x27': "'", '#39': "'" }

function unescapeHtml(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
}
