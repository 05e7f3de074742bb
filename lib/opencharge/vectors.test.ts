import { describe, expect, it } from 'vitest'
import { parseCurrencyList } from '@/lib/money/currency'
import { parseAmount } from '@/lib/money/money'
import { canonicalJson, type JsonValue } from '@/lib/opencharge/canonical-json'
import { type PrivateKey, type PublicKey, parsePrivateKey, parsePublicKey, publicKeyOf } from '@/lib/opencharge/keys'
import { parseOrder, verifyOrder } from '@/lib/opencharge/order'
import { parseProof } from '@/lib/opencharge/proof'
import { requestCanonical, signRequest, verifyRequest } from '@/lib/opencharge/request-signature'
import { responseCanonical, signResponse, verifyResponse } from '@/lib/opencharge/response-signature'
import { signObject, verifyObject } from '@/lib/opencharge/signed-object'
import { createSigner } from '@/lib/opencharge/signer'
import { implementations } from '@/lib/opencharge/testing/test-implementations'
import vectors from '@/lib/opencharge/vectors.json'

// vectors.json was made by an implementation that shares no code with this one.

function keysOf(name: string): { readonly secret: PrivateKey; readonly key: PublicKey } {
  const entry = Object.entries(vectors.keys).find(([other]) => other === name)?.[1]
  const secret = parsePrivateKey(entry?.privateKey)
  const key = parsePublicKey(entry?.publicKey)
  if (!secret.ok || !key.ok) throw new Error(`no keys for ${name}`)
  return { secret: secret.value, key: key.value }
}

describe.each(Object.entries(vectors.keys))('the keys of %s', (_name, { privateKey, publicKey, compressed }) => {
  it('belong together, and the compressed form is the same key', () => {
    const secret = parsePrivateKey(privateKey)
    expect(secret.ok && publicKeyOf(secret.value).hex).toBe(publicKey)
    expect(parsePublicKey(compressed)).toEqual(parsePublicKey(publicKey))
  })
})

describe.each(implementations)('every vector, with the %s implementation', (_name, crypto) => {
  it.each(vectors.canonicalJson)('canonical JSON $canonical', ({ value, canonical, sha256 }) => {
    expect(canonicalJson(value as JsonValue)).toBe(canonical)
    expect(crypto.sha256Hex(canonicalJson(value as JsonValue))).toBe(sha256)
  })

  it.each(vectors.requests)('request $method $path is signed and verified', (vector) => {
    const { secret, key } = keysOf(vector.signer)
    const bodyHash = crypto.sha256Hex(vector.body)
    expect(requestCanonical({ ...vector, bodyHash })).toBe(vector.canonical)
    expect(signRequest(vector, createSigner(crypto, secret))['X-OC-Signature']).toBe(vector.signature)
    expect(verifyRequest(vector, vector, key, crypto).ok).toBe(true)
    expect(verifyRequest(vector, { ...vector, body: `${vector.body} ` }, key, crypto).ok).toBe(false)
  })

  it.each(vectors.responses)('response $status is signed and verified', (vector) => {
    const { secret, key } = keysOf(vector.signer)
    expect(responseCanonical({ ...vector, bodyHash: crypto.sha256Hex(vector.body) })).toBe(vector.canonical)
    const headers: Record<string, string> = signResponse(vector, createSigner(crypto, secret))
    expect(headers['X-OC-Signature']).toBe(vector.signature)
    const response = { ...vector, header: (name: string) => headers[name] ?? null }
    const expected = { ocid: vector.ocid, key, now: vector.timestamp }
    expect(verifyResponse(response, expected, crypto)).toEqual({ ok: true, value: 'signed' })
  })

  it.each(vectors.objects)('$kind is signed and verified', ({ kind, value, signer, canonical, signature }) => {
    const { secret, key } = keysOf(signer)
    const parsed = kind === 'order' ? parseOrder(value) : parseProof(value)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    expect(canonicalJson(parsed.value)).toBe(canonical)
    expect(signObject(parsed.value, createSigner(crypto, secret))).toBe(signature)
    expect(verifyObject(parsed.value, signature, key, crypto)).toBe('valid')
  })

  it.each(vectors.orderSignatures)('order signature: $name', ({ order, signature, valid, hint }) => {
    const parsed = parseOrder(order)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    const verified = verifyOrder(parsed.value, signature, keysOf('merchant').key, crypto)
    expect(verified.ok).toBe(valid)
    if (!verified.ok) {
      expect(verified.error).toMatchObject({ code: 'INVALID_SIGNATURE', status: 400 })
      expect(verified.error.details?.hint ?? null).toBe(hint)
    }
  })
})

it.each(vectors.publicKeyForms)('public key form "$form" is accepted: $valid', ({ form, valid }) => {
  expect(parsePublicKey(form).ok).toBe(valid)
})

it.each(vectors.amounts)('amount "$text" $currency is $minor', ({ text, currency, minor }) => {
  const table = parseCurrencyList('USD,UGX,JPY,KWD,BDT')
  const known = table.ok ? table.value.get(currency) : undefined
  const parsed = known && parseAmount(text, known)
  expect(parsed?.ok ? parsed.value.toString() : null).toBe(minor)
})
