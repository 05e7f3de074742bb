import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { buildConnector } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { codeOf, createFetchLab, type FetchLab, publicAddress, textOf } from '@/lib/registry/testing/fetch-lab'

let lab: FetchLab

beforeEach(() => {
  lab = createFetchLab()
})

afterEach(() => lab.closeAll())

describe('time and size', () => {
  it.each<[string, (write: (text: string) => void) => void]>([
    ['says nothing', () => undefined],
    ['sends a head and then nothing', (write) => write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab')],
    [
      'trickles its body',
      (write) => {
        write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
        const timer = setInterval(() => write('a'), 10)
        setTimeout(() => clearInterval(timer), 1_000)
      },
    ],
    [
      'trickles its head',
      (write) => {
        write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => write('x-a: b\r\n'), 10)
        setTimeout(() => clearInterval(timer), 1_000)
      },
    ],
  ])('gives up at the deadline on a server that %s', async (_, behave) => {
    await lab.serve(publicAddress, (_, { socket }) => behave((text) => socket?.writable && socket.write(text)))
    const started = performance.now()
    expect(await codeOf(lab.open({ timeoutMs: 150 })('https://shop.example/'))).toBe('TIMEOUT')
    expect(performance.now() - started).toBeLessThan(900)
  })

  it('counts all redirects against one deadline', async () => {
    await lab.serve(publicAddress, (request, response) => {
      const next = Number(request.url?.slice(1)) + 1
      setTimeout(() => response.writeHead(302, { location: `/${next}` }).end(), 70)
    })
    expect(await codeOf(lab.open({ timeoutMs: 160 })('https://shop.example/0'))).toBe('TIMEOUT')
  })

  it('gives up on a resolver that never answers', async () => {
    const resolveHost = () => new Promise<never>(() => undefined)
    const guarded = lab.open({ timeoutMs: 50, resolveHost, buildConnect: buildConnector })
    expect(await codeOf(guarded('https://shop.example/'))).toBe('TIMEOUT')
  })

  it('gives up on a connection that never comes about, whatever the socket thinks of time', async () => {
    // Not of the lab, which would wait for the connection when it closes.
    const guarded = createGuardedFetch({
      allowPrivateNetwork: false,
      timeoutMs: 50,
      buildConnect: () => () => undefined,
    })
    expect(await codeOf(guarded('https://shop.example/'))).toBe('TIMEOUT')
  })

  it('gives up in time, and sends nothing, while all connections to the host are busy', async () => {
    const paths: string[] = []
    await lab.serve(publicAddress, (request) => paths.push(String(request.url)))
    // On a busy machine the first of the busy ones is over well before the last: no connection is free before all are.
    let letConnect = () => {}
    const allAreOver = new Promise<void>((resolve) => {
      letConnect = resolve
    })
    let lookups = 0
    const resolveHost: typeof lab.resolveHost = async (hostname) => {
      lookups += 1
      if (lookups > 16) await allAreOver
      return lab.resolveHost(hostname)
    }
    const guarded = lab.open({ timeoutMs: 150, resolveHost })
    const busy = Array.from({ length: 16 }, () => codeOf(guarded('https://shop.example/busy')))
    const started = performance.now()
    expect(await codeOf(guarded('https://shop.example/queued'))).toBe('TIMEOUT')
    expect(performance.now() - started).toBeLessThan(900)
    await Promise.all(busy)
    letConnect()
    await guarded.close()
    expect(paths).not.toContain('/queued')
  })

  it.each([
    ['at the limit', 1000, 'answered 200'],
    ['one byte over it', 1001, 'BODY_TOO_LARGE'],
  ])('treats a body %s as it should', async (_, length, outcome) => {
    await lab.serve(publicAddress, (_, response) => response.end('a'.repeat(length)))
    expect(await codeOf(lab.open({ maxBytes: 1000 })('https://shop.example/'))).toBe(outcome)
  })

  it('drops the connection of an endless body at the limit', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    await lab.serve(publicAddress, (_, response) => {
      closed = once(response, 'close')
      const pump = () => {
        while (response.writable && response.write('a'.repeat(16_384)));
      }
      response.on('drain', pump)
      pump()
    })
    expect(await codeOf(lab.open()('https://shop.example/'))).toBe('BODY_TOO_LARGE')
    await closed
  })

  it('asks for no compression and refuses it', async () => {
    let asked: string | undefined
    await lab.serve(publicAddress, (request, response) => {
      asked = String(request.headers['accept-encoding'])
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(1_000_000)))
    })
    expect(await codeOf(lab.open()('https://shop.example/', { headers: { 'Accept-Encoding': 'gzip' } }))).toBe(
      'BODY_ENCODED',
    )
    expect(asked).toBe('identity')
  })

  it('refuses a body that breaks off', async () => {
    await lab.serve(publicAddress, (_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('half', () => response.destroy())
    })
    expect(await codeOf(lab.open()('https://shop.example/'))).toBe('CONNECTION_LOST')
  })
})

describe('a POST whose status matters more than its body', () => {
  const post = { method: 'POST', body: '{"a":1}', incompleteBody: 'truncate', maxBytes: 1024 } as const

  it('sends the body and the headers as given', async () => {
    await lab.serve(publicAddress, async (request, response) => {
      const chunks = await request.toArray()
      response.writeHead(201).end(`${request.method} ${request.headers['x-oc-id']} ${Buffer.concat(chunks)}`)
    })
    expect(await textOf(lab.open()('https://shop.example/hook', { ...post, headers: { 'X-OC-ID': '0' } }))).toBe(
      'POST 0 {"a":1}',
    )
  })

  it.each<[string, (write: (text: string) => void) => void, number]>([
    ['too long', (write) => write(`HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n${'a'.repeat(5000)}`), 1024],
    ['never ending', (write) => write('HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\nabc'), 3],
  ])('keeps the status and the beginning of an answer that is %s', async (_, behave, length) => {
    await lab.serve(publicAddress, (_, { socket }) => behave((text) => socket?.write(text)))
    const answer = await lab.open({ timeoutMs: 150 })('https://shop.example/hook', post)
    expect(answer).toMatchObject({ ok: true, value: { status: 200, complete: false } })
    expect(answer.ok && answer.value.bytes.length).toBe(length)
  })

  it('is not sent twice when the connection breaks, whereas a GET is asked again once', async () => {
    let requests = 0
    await lab.serve(publicAddress, (request) => {
      requests += 1
      request.socket.destroy()
    })
    expect(await codeOf(lab.open()('https://shop.example/hook', post))).toBe('CONNECTION_LOST')
    expect(requests).toBe(1)
    expect(await codeOf(lab.open()('https://shop.example/'))).toBe('CONNECTION_LOST')
    expect(requests).toBe(3)
  })
})
