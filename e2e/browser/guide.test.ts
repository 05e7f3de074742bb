import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { freePort } from '@/e2e/http/testing/gateway-process'
import { demoEnvironment } from './support/demo-environment'
import { site } from './support/site'

const LONGEST_MS = 120_000

/** The commands of the guide, in their order; the first block is the demo, which runs already. */
function commandsOf(guide: string): string {
  const blocks = [...guide.matchAll(/^```sh( demo)?\n([\s\S]*?)^```$/gm)]
  expect(blocks.filter(([, demo]) => demo).map(([, , text]) => text)).toEqual(['npm install && npm run demo\n'])
  return blocks
    .filter(([, demo]) => !demo)
    .map(([, , text]) => text)
    .join('\n')
}

async function run(script: string, env: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const { PATH = '', HOME = '' } = process.env
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    env: { PATH, HOME, NODE_ENV: 'production', ...env },
    timeout: LONGEST_MS,
  })
  let out = ''
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on('data', (part: Buffer) => {
      out += part
    })
  }
  const code = await new Promise<number | null>((resolve) => shell.once('close', resolve))
  return { code, out }
}

test('the guide works, copied line by line, on a demo', async () => {
  test.setTimeout(LONGEST_MS)
  const { gatewayUrl, dataDir } = site()
  const receiver = String(await freePort())
  const script = commandsOf(readFileSync('docs/first-payment.md', 'utf8'))
    .replaceAll('http://localhost:3000', gatewayUrl)
    .replaceAll('8080', receiver)
  const { code, out } = await run(script, demoEnvironment(gatewayUrl, dataDir))
  expect({ code, out }).toMatchObject({ code: 0 })
  expect(out).toMatch(/^oi_test_/m)
  expect(out).toContain('"name":"My shop","mode":"TEST"')
  expect(out).toContain('"status":"SUCCEEDED"')
  expect(out).toMatch(/verified TEST payment\.succeeded pay_/)
  expect(out).toMatch(/"amountMinor":940,.*"success":true/)
})
