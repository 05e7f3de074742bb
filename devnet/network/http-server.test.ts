import { expect, it } from 'vitest'
import { closeServer, createHttpServer } from '@/devnet/network/http-server'
import { listenOnFreePort } from '@/devnet/network/listen-on-free-port'
import { jsonAnswer, type WireReply } from '@/devnet/network/wire'

async function serving(reply: () => Promise<WireReply>) {
  const server = createHttpServer(reply)
  const url = `http://localhost:${await listenOnFreePort(server, 0)}`
  return { url, close: () => closeServer(server) }
}

it('keeps a connection open without an answer, and then closes it', async () => {
  const { url, close } = await serving(async () => ({ hangUpAfterMs: 200 }))
  const startedAtMs = performance.now()
  await expect(fetch(url)).rejects.toThrow()
  expect(performance.now() - startedAtMs).toBeGreaterThan(190)
  await close()
})

it('does not wait for a connection that it would keep open', async () => {
  let tellAsked = () => {}
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve
  })
  const { url, close } = await serving(async () => {
    tellAsked()
    return { hangUpAfterMs: 60_000 }
  })
  const asking = fetch(url).catch(() => 'closed')
  await asked
  await close()
  expect(await asking).toBe('closed')
})

it('answers a bug with a 500 that tells nothing, and a HEAD without a body', async () => {
  const broken = await serving(() => Promise.reject(new Error('secret')))
  const answer = await fetch(broken.url)
  expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')])
  await broken.close()
  const sound = await serving(async () => jsonAnswer(200, { long: 'text' }))
  const head = await fetch(sound.url, { method: 'HEAD' })
  expect([await head.text(), head.headers.get('content-length')]).toEqual(['', '15'])
  await sound.close()
})
