import { expect, it } from 'vitest'
import { html, htmlSource, rawHtml } from '@/devnet/shop/pages/html'

it('escapes every text, in content and in attributes', () => {
  const hostile = `<b title='x'>"&amp;`
  const escaped = '&lt;b title=&#39;x&#39;&gt;&quot;&amp;amp;'
  expect(htmlSource(html`<p title="${hostile}">${hostile}</p>`)).toBe(`<p title="${escaped}">${escaped}</p>`)
})

it('takes markup within markup as it is, and lists of it, and leaves out what is not there', () => {
  const items = ['a', '<'].map((text) => html`<li>${text}</li>`)
  expect(htmlSource(html`<ul>${items}</ul>${false}${undefined}${null}${rawHtml('<br>')}`)).toBe(
    '<ul><li>a</li><li>&lt;</li></ul><br>',
  )
})
