import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { envShape, readEnv } from './env'

const text = readFileSync('.env.example', 'utf8')
const example = parseEnv(text) as Record<string, string>

test('.env.example names the variables that the gateway reads, each once', () => {
  const named = [...text.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
  expect([...named].sort()).toEqual(Object.keys(envShape).sort())
})

test('.env.example has a comment above each variable, or above the pair that it belongs to', () => {
  const lines = text.split('\n')
  for (const name of Object.keys(envShape)) {
    const line = lines.findIndex((one) => one.startsWith(`${name}=`))
    expect(
      [lines[line - 1], lines[line - 2]].some((above) => above?.startsWith('# ')),
      name,
    ).toBe(true)
  }
})

test('.env.example as it stands changes nothing', () => {
  const secrets = { GATEWAY_PRIVATE_KEY: '11'.repeat(32), REGISTRY: 'file:registry.json' }
  expect(readEnv({ ...example, ...secrets })).toEqual(readEnv(secrets))
})
