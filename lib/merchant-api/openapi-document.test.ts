import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { merchantOpenapi, operations } from './openapi-document'

test('the document names every handler of the API with its methods, and nothing else', () => {
  const files = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('route.ts'),
  )
  const handled = files.flatMap((file) => {
    const path = `/${file
      .replaceAll('\\', '/')
      .replace(/\/route\.ts$/, '')
      .replace(/\[(\w+)\]/g, '{$1}')}`
    const source = readFileSync(`app/api/v1/${file}`, 'utf8')
    // It does not describe itself.
    if (path === '/openapi.json') return []
    return [...source.matchAll(/export const (GET|POST)\b/g)].map(([, method]) => `${method?.toLowerCase()} ${path}`)
  })
  expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(handled.sort())
})

test('what a list takes is described as it is: whole numbers within bounds', () => {
  const list = merchantOpenapi('https://pay.example').paths['/payments']?.get as {
    parameters: { name: string; schema: object; required: boolean }[]
  }
  const parameter = (name: string) => list.parameters.find((one) => one.name === name)
  expect(parameter('size')).toMatchObject({ required: false, schema: { type: 'integer', minimum: 1, maximum: 100 } })
  expect(parameter('page')).toMatchObject({ required: false, schema: { type: 'integer', minimum: 0 } })
  expect(parameter('customerReference')).toMatchObject({ required: true })
})
