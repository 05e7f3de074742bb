import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openapiDocument } from './network-document'

const document = openapiDocument('https://pay.example/opencharge')

test('describes exactly the folders of app/opencharge', () => {
  const routes = readdirSync('app/opencharge', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts'))
    .map(
      (file) =>
        `/${file
          .replaceAll('\\', '/')
          .replace(/\/route\.ts$/, '')
          .replaceAll('[', '{')
          .replaceAll(']', '}')}`,
    )
  expect(Object.keys(document.paths).sort()).toEqual(routes.sort())
})

test('says of an order what the reader demands', () => {
  const { post } = document.paths['/checkout/create'] as {
    post: { requestBody: { content: Record<string, { schema: Schema }> } }
  }
  const { schema } = post.requestBody.content['application/json'] ?? {}
  expect(schema?.required).toEqual(['order', 'signature', 'merchantOcid', 'urls'])
  expect(schema?.properties.order?.required).toEqual(['id', 'ocid', 'amount', 'currency', 'createdAt'])
})

test('asks for the four headers wherever a signature is needed', () => {
  const { get } = document.paths['/capabilities'] as { get: { parameters: { name: string; in: string }[] } }
  expect(get.parameters.map(({ name }) => name)).toEqual(['X-OC-ID', 'X-OC-Timestamp', 'X-OC-Nonce', 'X-OC-Signature'])
})

interface Schema {
  required: string[]
  properties: Record<string, Schema>
}
