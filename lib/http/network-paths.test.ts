import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judgeNetworkPath, networkPaths } from './network-paths'

test.each([
  ['GET', '/opencharge/metadata.json'],
  ['GET', '/opencharge/capabilities'],
  ['GET', '/opencharge/openapi.json'],
  ['POST', '/opencharge/checkout/create'],
  ['POST', '/opencharge/transfer/create'],
  ['POST', '/opencharge/transfer/webhook'],
  ['POST', '/opencharge/payment/create'],
  ['POST', '/opencharge/payment/settle'],
  ['GET', '/opencharge/orders/pay_1/status'],
  ['GET', '/opencharge/orders/a%2Fb/status'],
  ['GET', '/opencharge/verify/tx_1'],
])('%s %s has a handler', (method, path) => {
  expect(judgeNetworkPath(path, method)).toEqual({ kind: 'known' })
})

test.each([
  ['POST', '/opencharge/metadata.json', 'GET'],
  ['HEAD', '/opencharge/capabilities', 'GET'],
  ['OPTIONS', '/opencharge/capabilities', 'GET'],
  ['GET', '/opencharge/checkout/create', 'POST'],
  ['PUT', '/opencharge/checkout/create', 'POST'],
  ['DELETE', '/opencharge/verify/tx_1', 'GET'],
  ['get', '/opencharge/verify/tx_1', 'GET'],
])('%s %s is answered with the method that it takes', (method, path, allowed) => {
  expect(judgeNetworkPath(path, method)).toEqual({ kind: 'other_method', allowed })
})

test.each([
  '/opencharge',
  '/opencharge/',
  '/opencharge/capabilities/',
  '/opencharge/Capabilities',
  '/opencharge/checkout',
  '/opencharge/checkout/create/x',
  '/opencharge/orders//status',
  '/opencharge/orders/a/b/status',
  '/opencharge/verify/',
  '/opencharge/verify/a/b',
  '/opencharge//capabilities',
  '/x/opencharge/capabilities',
])('%s is nowhere, whatever the method', (path) => {
  for (const method of ['GET', 'POST']) expect(judgeNetworkPath(path, method)).toEqual({ kind: 'unknown' })
})

test('the list has one entry for each handler under app/opencharge', () => {
  const files = readdirSync('app/opencharge', { recursive: true, encoding: 'utf8' })
  const folders = files
    .filter((file) => file.endsWith('route.ts'))
    .map((file) => file.replaceAll('\\', '/').replace(/\/route\.ts$/, ''))
  const paths = folders.map((folder) => `/opencharge/${folder.replace(/\[\w+\]/g, 'x')}`)
  const found = networkPaths.map(({ pattern }) => paths.filter((path) => pattern.test(path)).length)
  expect(found).toEqual(networkPaths.map(() => 1))
  expect(paths).toHaveLength(networkPaths.length)
})
