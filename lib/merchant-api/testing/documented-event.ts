import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { merchantOpenapi } from '../openapi-document'

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(merchantOpenapi('https://pay.example'), 'doc')

/** Holds the body of an event against what the document says of its type. */
export function expectDocumentedEvent(body: string): void {
  const event = JSON.parse(body) as { readonly type: string }
  const pointer = ['webhooks', event.type, 'post', 'requestBody', 'content', 'application~1json', 'schema']
  const validate = ajv.getSchema(`doc#/${pointer.map(encodeURIComponent).join('/')}`)
  if (!validate) throw new Error(`the document has no ${event.type}`)
  expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
}
