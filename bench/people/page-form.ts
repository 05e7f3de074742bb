import type { PreparedRequest } from '@/bench/load/run-load'

/** What a browser without JavaScript sends with a form: its hidden inputs and what the visitor chose. */
export type FormFields = ReadonlyMap<string, string>

const BOUNDARY = '----bench-form-boundary'

/** The fields of the form on a page that has an element called `name`, or undefined when there is no such form. */
export function readForm(html: string, name: string): FormFields | undefined {
  const forms = [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)].map(([, content]) => content ?? '')
  const content = forms.find((text) => text.includes(`name="${name}"`))
  if (content === undefined) return undefined
  const inputs = [...content.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag)
  return new Map(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]))
}

/** The request of a form as a browser posts it from a page of this origin. */
export function postForm(origin: string, path: string, fields: FormFields, cookie: string): PreparedRequest {
  const parts = [...fields].map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const headers = {
    ...browserHeaders,
    cookie,
    origin,
    referer: origin + path,
    'sec-fetch-site': 'same-origin',
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  }
  return { method: 'POST', path, headers, body: `${parts.join('')}--${BOUNDARY}--\r\n` }
}

/** The request for a page as a browser sends it. */
export function getPage(path: string, cookie: string): PreparedRequest {
  return { method: 'GET', path, headers: { ...browserHeaders, cookie }, body: null }
}

const browserHeaders = {
  accept: 'text/html,application/xhtml+xml',
  'accept-encoding': 'gzip',
  'accept-language': 'en',
  'user-agent': 'Mozilla/5.0 (bench)',
}

const entities: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', '#x27': "'" }

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replace(/&(quot|amp|lt|gt|#x27);/g, (_, entity: string) => entities[entity] ?? '')
}
