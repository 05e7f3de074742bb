import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DevnetLab, openDevnetLab, webhookPath } from '@/devnet/testing/devnet-lab'
import { nowEpochSeconds, proofOf, send, signedBody, signerOf } from '@/devnet/testing/fake-gateway'
import { signRequest } from '@/lib/opencharge/request-signature'

let lab: DevnetLab
beforeAll(async () => {
  lab = await openDevnetLab()
})
afterAll(() => lab.close())

async function honest() {
  const order = await lab.order()
  const { signer } = lab.gateway
  return { url: lab.at(webhookPath), body: signedBody(proofOf(order), signer), signer }
}

const code = (code: string) => ({ json: { error: { code } } })

describe('a request is refused', () => {
  it('without any of the four headers', async () => {
    const sending = await honest()
    const answer = await fetch(sending.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sending.body),
    })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'INVALID_SIGNATURE' } })
    expect(answer.headers.get('x-oc-signature')).toMatch(/^[0-9a-f]{130}$/)
  })

  it('when another key signed it', async () => {
    expect(await send({ ...(await honest()), signer: signerOf('3') })).toMatchObject({
      status: 401,
      ...code('INVALID_SIGNATURE'),
    })
  })

  it('when its body is not the one that was signed', async () => {
    const first = await honest()
    const second = await honest()
    const path = new URL(first.url).pathname
    const stamp = { ocid: 200, timestamp: nowEpochSeconds(), nonce: 'other-body' }
    const headers = signRequest({ ...stamp, method: 'POST', path, body: JSON.stringify(first.body) }, first.signer)
    expect(await send({ ...second, headers })).toMatchObject({ status: 401, ...code('INVALID_SIGNATURE') })
  })

  it('when it was signed for another party', async () => {
    const sending = await honest()
    const stamp = { ocid: 200, timestamp: nowEpochSeconds(), nonce: 'other-path' }
    const path = '/500/opencharge/transfer/webhook'
    const headers = signRequest({ ...stamp, method: 'POST', path, body: JSON.stringify(sending.body) }, sending.signer)
    expect(await send({ ...sending, headers })).toMatchObject({ status: 401, ...code('INVALID_SIGNATURE') })
  })

  it.each([-302, 302])('at %i seconds from now', async (offset) => {
    const timestamp = nowEpochSeconds() + offset
    expect(await send({ ...(await honest()), timestamp })).toMatchObject({ status: 401, ...code('TIMESTAMP_EXPIRED') })
  })

  it('from an OCID that is not registered', async () => {
    expect(await send({ ...(await honest()), ocid: 999 })).toMatchObject({ status: 401, ...code('UNKNOWN_OCID') })
  })

  it('when a header came twice', async () => {
    const sending = await honest()
    const { pathname, port } = new URL(sending.url)
    const body = JSON.stringify(sending.body)
    const stamp = { ocid: 200, timestamp: nowEpochSeconds(), nonce: 'twice' }
    const signed = signRequest({ ...stamp, method: 'POST', path: pathname, body }, sending.signer)
    const headers = { ...signed, 'X-OC-Nonce': ['twice', 'twice'], 'content-type': 'application/json' }
    const status = await new Promise((resolve, reject) => {
      const sent = request({ port, path: pathname, method: 'POST', headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.on('error', reject).end(body)
    })
    expect(status).toBe(401)
  })

  it('when its nonce was used before, fifty at once: one passes', async () => {
    const sending = { ...(await honest()), nonce: 'once' }
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(sending)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49)
    expect(await send(sending)).toMatchObject({ status: 401, ...code('NONCE_REUSED') })
  })

  it('and does not use up its nonce when its signature is wrong', async () => {
    const sending = { ...(await honest()), nonce: 'not-burnt' }
    expect((await send({ ...sending, signer: signerOf('3') })).status).toBe(401)
    expect((await send(sending)).status).toBe(200)
  })

  it('when its body is larger than 64 KiB, no JSON, or of another media type', async () => {
    const sending = await honest()
    const large = { ...sending.body, filling: 'x'.repeat(65 * 1024) }
    expect(await send({ ...sending, body: large })).toMatchObject({ status: 413, ...code('PAYLOAD_TOO_LARGE') })
    const asText = { 'content-type': 'text/plain' }
    expect(await send({ ...sending, headers: asText })).toMatchObject({
      status: 415,
      ...code('UNSUPPORTED_MEDIA_TYPE'),
    })
  })
})

it('answers unknown paths and methods in the form of the protocol, signed', async () => {
  const missing = await fetch(lab.at('/300/opencharge/nothing'))
  expect(missing.status).toBe(404)
  expect(missing.headers.get('x-oc-id')).toBe('300')
  expect(await missing.json()).toMatchObject({ error: { code: 'NOT_FOUND' } })
  const wrong = await fetch(lab.at(webhookPath))
  expect(wrong.status).toBe(405)
  expect(await wrong.json()).toMatchObject({ error: { code: 'METHOD_NOT_ALLOWED' } })
})

it('counts the webhooks that were refused', async () => {
  const before = (await lab.status()).merchantGateway.webhooks
  await send({ ...(await honest()), signer: signerOf('3') })
  await send(await honest())
  const { received, refused } = (await lab.status()).merchantGateway.webhooks
  expect([received - before.received, refused - before.refused]).toEqual([2, 1])
})
