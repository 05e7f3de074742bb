import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { addShop, ask, type MerchantReply, type Shop } from './testing/merchant-api'
import { waitUntil } from './testing/wait-until'
import { useWorld } from './testing/world'

const world = useWorld()
let shop: Shop
let document: Openapi
let ajv: Ajv2020
const seen = new Set<string>()

interface Openapi {
  readonly openapi: string
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
}

beforeAll(async () => {
  shop = await addShop(world.databaseUrl)
  document = (await (await fetch(`${world.url}/api/v1/openapi.json`)).json()) as Openapi
  ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'doc')
})

function validatorOf(method: string, path: string, status: number): ValidateFunction {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema']
  const reference = pointer
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/')
  const validate = ajv.getSchema(`doc#/${reference}`)
  if (!validate) throw new Error(`the document has no ${status} of ${method} ${path}`)
  return validate
}

/** Holds an answer against what the document says of it. */
function expectDocumented(method: 'get' | 'post', path: string, reply: MerchantReply): MerchantReply {
  const validate = validatorOf(method, path, reply.status)
  expect(validate(JSON.parse(reply.text)), JSON.stringify(validate.errors)).toBe(true)
  seen.add(`${method} ${path} ${reply.status}`)
  return reply
}

const read = async (
  path: string,
  values: Record<string, string> = {},
  query = '',
  credential: Shop['test'] | undefined = shop.test,
) => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return expectDocumented('get', path, await ask(world.url, `${filled}${query}`, credential && { credential }))
}
const write = async (path: string, values: Record<string, string>, body: unknown) => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return expectDocumented('post', path, await ask(world.url, filled, { body, credential: shop.test }))
}
const idOf = ({ data }: MerchantReply) => String(data?.id)

test('the document is OpenAPI 3.1', () => {
  expect(document.openapi).toBe('3.1.0')
})

test('every answer of every endpoint is as the document says, refusals included', async () => {
  await read('/app/me')
  expectDocumented('get', '/app/me', await ask(world.url, '/app/me'))
  const paying = { amountMinor: 500, currency: 'USD', customerReference: 'documented', productName: 'A book' }
  const paid = await write('/payments', {}, { ...paying, metadata: { sandbox_outcome: 'succeed' } })
  const open = await write('/payments', {}, paying)
  await write('/payments', {}, { amountMinor: 'x' })
  await read('/payments', {}, '?customerReference=documented')
  await read('/payments', {}, '?page=-1')
  const values = { id: idOf(paid), reference: idOf(paid) }
  await waitUntil(
    'the payment has succeeded',
    async () => (await read('/payments/{id}', values)).data?.status === 'SUCCEEDED',
  )
  await read('/payments/{id}', { id: 'pay_none' })
  await read('/payments/{id}/receipt', values)
  await read('/payments/{id}/receipt', { id: idOf(open) })
  const refund = await write('/payments/{id}/refunds', values, { amountMinor: 200, reason: 'A page is missing' })
  await write('/payments/{id}/refunds', values, { amountMinor: 301 })
  await write('/payments/{id}/refunds', { id: idOf(open) }, { amountMinor: 1 })
  await read('/refunds/{id}', { id: idOf(refund) })
  await read('/refunds/{id}', { id: 'rfd_none' })
  const lines = {
    customerReference: 'documented',
    currency: 'USD',
    lineItems: [{ description: 'A book', qty: 2, unitAmountMinor: 250 }],
  }
  const draft = await write(
    '/invoices',
    {},
    { ...lines, issue: false, dueDate: '2030-01-31', customerEmail: 'ada@books.example' },
  )
  await write('/invoices', {}, { ...lines, lineItems: [] })
  await write('/invoices/{id}/payable-link', { id: idOf(draft) }, {})
  await write('/invoices/{id}/issue', { id: idOf(draft) }, {})
  await write('/invoices/{id}/payable-link', { id: idOf(draft) }, {})
  await read('/invoices/{id}', { id: idOf(draft) })
  await read('/checkout/{reference}', values, '', undefined)
  await read('/checkout/{reference}', { reference: 'pay_none' }, '', undefined)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  for (const operation of operations)
    expect(
      [...seen].some((one) => one.startsWith(`${operation} 20`)),
      operation,
    ).toBe(true)
})

test('a body that the document does not allow is refused, and one that it allows is not', async () => {
  const schema = { $ref: 'doc#/paths/~1payments/post/requestBody/content/application~1json/schema' }
  const validate = ajv.compile(schema)
  const bodies = [
    { amountMinor: 500, customerReference: 'a' },
    { amountMinor: 0, customerReference: 'a' },
    { amountMinor: 1.5, customerReference: 'a' },
    { amountMinor: 500 },
    { amountMinor: 500, customerReference: 'a', mode: 'LIVE' },
    { amountMinor: 500, customerReference: 'a', expiresInSeconds: 59 },
  ]
  for (const body of bodies) {
    const { status } = await ask(world.url, '/payments', { body, credential: shop.test })
    expect(status, JSON.stringify(body)).toBe(validate(body) ? 201 : 400)
  }
})

test.each(['constructor', '__proto__', 'toString', 'swagger-ui.js.map'])(
  'the reference page has no asset %s',
  async (name) => {
    expect((await fetch(`${world.url}/docs/${name}`)).status).toBe(404)
  },
)
