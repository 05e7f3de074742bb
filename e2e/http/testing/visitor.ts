import { formsIn, type HtmlForm, visibleText } from './html-form'
import { exchange, type Header, type WireAnswer } from './wire'

export interface Page {
  /** The path that was asked for, with its query. */
  readonly path: string
  readonly status: number
  readonly html: string
  readonly text: string
  readonly forms: readonly HtmlForm[]
  readonly headers: WireAnswer['headers']
  /** Where a redirect leads; paths on the gateway without its origin. */
  readonly location: string | null
}

export type Fields = Readonly<Record<string, string>>

interface Posting {
  /** Instead of the `Origin` that a browser sends. */
  readonly headers?: readonly Header[]
}

const BOUNDARY = 'form-7d1f0c'

/** A person with a browser that runs no JavaScript: cookies, forms, nothing else. Redirects are looked at, not followed. */
export class Visitor {
  readonly cookies = new Map<string, string>()

  constructor(
    readonly origin: string,
    readonly headers: readonly Header[] = [],
  ) {}

  get(path: string): Promise<Page> {
    return this.#ask('GET', path, [], '')
  }

  /** Sends fields to a page as a form of that page would. */
  post(path: string, fields: Fields, { headers = [['origin', this.origin]] }: Posting = {}): Promise<Page> {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const type: Header = ['content-type', `multipart/form-data; boundary=${BOUNDARY}`]
    return this.#ask('POST', path, [type, ...headers], `${parts.join('')}--${BOUNDARY}--\r\n`)
  }

  /** Fills in and sends the form of `page` that has a control of this name. */
  submit(page: Page, control: string, changes: Fields = {}, posting: Posting = {}): Promise<Page> {
    return this.post(page.path, { ...formWith(page, control).fields, ...changes }, posting)
  }

  /** A second browser with the same cookies, such as another tab. */
  clone(): Visitor {
    const twin = new Visitor(this.origin, this.headers)
    for (const [name, value] of this.cookies) twin.cookies.set(name, value)
    return twin
  }

  async #ask(method: string, path: string, headers: readonly Header[], body: string): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ours: Header[] = cookie === '' ? [] : [['cookie', cookie]]
    const all = [...this.headers, ...ours, ...headers]
    const answer = await exchange(this.origin, { method, path, headers: all, body })
    for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line)
    return pageOf(this.origin, path, answer)
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

/** The form that has a control of this name. */
export function formWith(page: Page, control: string): HtmlForm {
  const found = page.forms.find(({ names }) => names.includes(control))
  if (!found) throw new Error(`${page.path} (${page.status}) has no form with "${control}": ${page.text.slice(0, 500)}`)
  return found
}

/** The form whose text matches, for those that are told apart by their button alone. */
export function formSaying(page: Page, words: RegExp): HtmlForm {
  const found = page.forms.find(({ text }) => words.test(text))
  if (!found)
    throw new Error(`${page.path} (${page.status}) has no form that says ${words}: ${page.text.slice(0, 500)}`)
  return found
}

function pageOf(origin: string, path: string, answer: WireAnswer): Page {
  const { status, text: html, headers } = answer
  const location = headers.location?.startsWith(`${origin}/`) ? headers.location.slice(origin.length) : headers.location
  return { path, status, html, text: visibleText(html), forms: formsIn(html), headers, location: location ?? null }
}
