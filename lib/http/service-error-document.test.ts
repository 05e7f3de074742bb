import { expect, it } from 'vitest'
import { serviceErrorDocument } from './service-error-document'

const page = { locale: 'ar', requestId: 'req-1', styleHref: '/service-error.css' } as const

it('speaks the language of the request, in its direction', () => {
  expect(serviceErrorDocument(page)).toContain('<html lang="ar" dir="rtl">')
  expect(serviceErrorDocument({ ...page, locale: 'en' })).toContain('Something went wrong on our side')
})

it('shows the number that leads to the log', () => {
  expect(serviceErrorDocument(page)).toContain('<code>req-1</code>')
})

it('lets no markup in through the number', () => {
  const html = serviceErrorDocument({ ...page, requestId: `"><script>alert('1')</script>&` })
  expect(html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;')
  expect(html).not.toContain('<script')
})

it('needs no inline style and no script, which our pages forbid', () => {
  expect(serviceErrorDocument(page)).not.toMatch(/<style|style=|<script/)
})
