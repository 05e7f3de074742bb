import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isMerchantPath, merchantPaths } from './merchant-paths'

test.each([
  ['GET', '/api/v1/app/me'],
  ['POST', '/api/v1/payments'],
  ['GET', '/api/v1/payments'],
  ['GET', '/api/v1/payments/pay_1'],
  ['GET', '/api/v1/checkout/pay_1'],
])('%s %s has a handler', (method, path) => {
  expect(isMerchantPath(path, method)).toBe(true)
})

test.each([
  ['GET', '/api/v1'],
  ['GET', '/api/v1/payments/'],
  ['DELETE', '/api/v1/payments'],
  ['HEAD', '/api/v1/app/me'],
  ['OPTIONS', '/api/v1/payments'],
  ['POST', '/api/v1/checkout/pay_1'],
  ['GET', '/api/v1/checkout/a/b'],
])('%s %s is nothing that is here', (method, path) => {
  expect(isMerchantPath(path, method)).toBe(false)
})

test('the list has one entry for each handler under app/api/v1, with its methods', () => {
  const files = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('route.ts'),
  )
  const handlers = files.map((file) => {
    const folder = file.replaceAll('\\', '/').replace(/\/route\.ts$/, '')
    const source = readFileSync(`app/api/v1/${file}`, 'utf8')
    const methods = [...source.matchAll(/export (?:const|async function) (GET|POST)\b/g)].map(([, method]) => method)
    return { path: `/api/v1/${folder.replace(/\[\w+\]/g, 'x')}`, methods: methods.sort() }
  })
  const found = handlers.map(({ path }) => merchantPaths.filter(({ pattern }) => pattern.test(path)))
  expect(found.map((entries) => entries.map(({ methods }) => [...methods].sort()))).toEqual(
    handlers.map(({ methods }) => [methods]),
  )
  expect(handlers).toHaveLength(merchantPaths.length)
})
