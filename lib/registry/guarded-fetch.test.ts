import { once } from 'node:events'
import { createServer } from 'node:net'
import { buildConnector } from 'undici'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGuardedFetch } from '@/lib/registry/guarded-fetch'
import { codeOf, createFetchLab, type FetchLab, publicAddress, textOf } from '@/lib/registry/testing/fetch-lab'

const otherPublicAddress = '2606:4700::1111'

let lab: FetchLab

beforeEach(() => {
  lab = createFetchLab()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await lab.closeAll()
})

describe('what it connects to', () => {
  it('fetches from a host whose every address is public', async () => {
    lab.name('shop.example', [publicAddress, otherPublicAddress])
    await lab.serve(publicAddress, (_, response) => response.end('hello'))
    expect(await lab.open()('https://shop.example/x')).toMatchObject({
      ok: true,
      value: { status: 200, complete: true, url: 'https://shop.example/x', bytes: Buffer.from('hello') },
    })
  })

  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['fd00:ec2::254'],
    [publicAddress, '127.0.0.1'],
  ])('refuses a name that resolves to %s %s', async (...addresses: string[]) => {
    lab.name('shop.example', addresses)
    expect(await codeOf(lab.open()('https://shop.example/'))).toBe('ADDRESS_REFUSED')
    expect(lab.seen.addresses).toEqual([])
  })

  it.each([
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
  ])('refuses the literal private address %s before any socket is opened', async (url) => {
    expect(await codeOf(lab.open()(url))).toBe('ADDRESS_REFUSED')
    expect(lab.seen).toEqual({ names: [], addresses: [] })
  })

  it('does not say to which address a name resolves', async () => {
    lab.name('shop.example', ['10.1.2.3'])
    expect(JSON.stringify(await lab.open()('https://shop.example/'))).not.toContain('10.1')
  })

  it('connects to the address that was checked although the next answer differs', async () => {
    lab.name('shop.example', [publicAddress], ['127.0.0.1'])
    await lab.serve(publicAddress, (_, response) => response.end('from the public address'))
    expect(await textOf(lab.open()('https://shop.example/'))).toBe('from the public address')
    expect(lab.seen).toEqual({ names: ['shop.example'], addresses: [publicAddress] })
  })

  it('checks anew when a name is asked anew', async () => {
    lab.name('shop.example', [publicAddress], ['127.0.0.1'])
    await lab.serve(publicAddress, (_, response) => response.writeHead(200, { connection: 'close' }).end('1'))
    const guarded = lab.open()
    expect(await codeOf(guarded('https://shop.example/'))).toBe('answered 200')
    expect(await codeOf(guarded('https://shop.example/'))).toBe('ADDRESS_REFUSED')
  })

  it('keeps a connection, which stays with its checked address', async () => {
    await lab.serve(publicAddress, (_, response) => response.end('1'))
    const guarded = lab.open()
    for (let i = 0; i < 10; i += 1) expect(await codeOf(guarded('https://shop.example/'))).toBe('answered 200')
    // The pool may open a second one while the first is still being handed back.
    expect(lab.seen.addresses.length).toBeLessThanOrEqual(2)
    expect(lab.seen.names.length).toBe(lab.seen.addresses.length)
  })

  it('gives a real socket exactly the one answer of the resolver', async () => {
    const port = await lab.serve('127.0.0.1', (request, response) => response.end(request.headers.host))
    lab.name('shop.test', ['127.0.0.1'], ['203.0.113.1'])
    const guarded = lab.open({ allowPrivateNetwork: true, resolveHost: lab.resolveHost, buildConnect: buildConnector })
    expect(await textOf(guarded(`http://shop.test:${port}/`))).toBe(`shop.test:${port}`)
    expect(lab.seen.names).toEqual(['shop.test'])
  })

  it('refuses through a real socket, too, a name that resolves to loopback', async () => {
    let connections = 0
    const server = createServer(() => {
      connections += 1
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    lab.name('shop.test', ['127.0.0.1'])
    const guarded = lab.open({ allowPrivateNetwork: false, resolveHost: lab.resolveHost, buildConnect: buildConnector })
    expect(await codeOf(guarded(`https://shop.test:${port}/`))).toBe('ADDRESS_REFUSED')
    expect(connections).toBe(0)
    server.close()
  })

  it('asks the system where a name is, and refuses localhost', async () => {
    const port = await lab.serve('127.0.0.1', (_, response) => response.end('inside'))
    const strict = createGuardedFetch({ allowPrivateNetwork: false })
    const lenient = createGuardedFetch({ allowPrivateNetwork: true })
    expect(await codeOf(strict(`https://localhost:${port}/`))).toBe('ADDRESS_REFUSED')
    expect(await textOf(lenient(`http://localhost:${port}/`))).toBe('inside')
    await Promise.all([strict.close(), lenient.close()])
  })

  it('asks no proxy of the environment', async () => {
    const proxied: string[] = []
    const proxy = await lab.serve('127.0.0.9', (request, response) => {
      proxied.push(String(request.url))
      response.end()
    })
    const port = await lab.serve('127.0.0.1', (_, response) => response.end('direct'))
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy']) vi.stubEnv(name, `http://127.0.0.1:${proxy}`)
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    const guarded = lab.open({ allowPrivateNetwork: true, buildConnect: buildConnector })
    expect(await textOf(guarded(`http://127.0.0.1:${port}/`))).toBe('direct')
    expect(proxied).toEqual([])
  })

  it('says which failures happened before anything was sent', async () => {
    expect(await codeOf(lab.open()('https://nowhere.example/'))).toBe('NAME_NOT_FOUND')
    const port = await lab.serve('127.0.0.1', (_, response) => response.end())
    const plain = lab.open({ allowPrivateNetwork: true, buildConnect: buildConnector })
    expect(await codeOf(plain(`https://127.0.0.1:${port}/`))).toBe('CONNECTION_FAILED')
    expect(await codeOf(plain('http://127.0.0.1:1/'))).toBe('CONNECTION_FAILED')
  })
})

describe('redirects', () => {
  const redirecting = (targets: Record<string, string>) =>
    lab.serve(publicAddress, (request, response) => {
      const location = targets[String(request.url)]
      if (location === undefined) response.end(JSON.stringify(request.headers))
      else response.writeHead(302, { location }).end('moved')
    })

  it('follows three and refuses the fourth', async () => {
    await redirecting({ '/4': '/3', '/3': '/2', '/2': 'https://shop.example/1', '/1': '/0' })
    const guarded = lab.open()
    expect(await codeOf(guarded('https://shop.example/3'))).toBe('answered 200')
    expect(await codeOf(guarded('https://shop.example/4'))).toBe('TOO_MANY_REDIRECTS')
  })

  it.each([
    ['https://127.0.0.1/', 'ADDRESS_REFUSED'],
    ['https://2130706433/', 'ADDRESS_REFUSED'],
    ['https://[::ffff:a9fe:a9fe]/', 'ADDRESS_REFUSED'],
    ['https://inside.example/', 'ADDRESS_REFUSED'],
    ['//inside.example/', 'ADDRESS_REFUSED'],
    ['http://shop.example/', 'URL_REFUSED'],
    ['https://shop.example:22/', 'URL_REFUSED'],
    ['https://user:pw@shop.example/', 'URL_REFUSED'],
    ['file:///etc/passwd', 'URL_REFUSED'],
    ['https://[', 'URL_REFUSED'],
  ])('refuses a redirect to %s', async (location, code) => {
    lab.name('inside.example', ['192.168.0.1'])
    await redirecting({ '/': location })
    expect(await codeOf(lab.open()('https://shop.example/'))).toBe(code)
    expect(lab.seen.addresses).toEqual([publicAddress])
  })

  it('leaves headers of the caller behind when the origin changes', async () => {
    lab.name('other.example', [publicAddress])
    await redirecting({ '/same': '/end', '/other': 'https://other.example/end' })
    const headers = { Authorization: 'secret' }
    expect(await textOf(lab.open()('https://shop.example/same', { headers }))).toContain('secret')
    expect(await textOf(lab.open()('https://shop.example/other', { headers }))).not.toContain('secret')
  })

  it('never redirects a POST', async () => {
    await redirecting({ '/': '/end' })
    expect(await codeOf(lab.open()('https://shop.example/', { method: 'POST', body: '{}' }))).toBe('answered 302')
  })
})
