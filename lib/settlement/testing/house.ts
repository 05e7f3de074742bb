import type { ServerResponse } from 'node:http'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { signResponse } from '@/lib/opencharge/response-signature'
import { signProof } from '@/lib/opencharge/sign-proof'
import type { Signer } from '@/lib/opencharge/signer'
import { answerWith, type Received, startReceiver } from '@/lib/webhooks/testing/receiver'

/** What a house says, before it is signed: the status, and the text. */
export interface Said {
  readonly status: number
  readonly body: string
}

/**
 * Answers one call otherwise than an honest house would. `deed` does what was asked and gives the honest answer; `say`
 * answers with a signature.
 */
export type Script = (response: ServerResponse, request: Received, deed: () => Said, say: (said: Said) => void) => void

export interface HouseTerms {
  readonly ocid: number
  readonly signer: Signer
  /** Whose proofs it takes. */
  readonly accepts: readonly number[]
}

type Call = '/payment/create' | '/transfer/create' | '/payment/settle' | '/verify'

/**
 * A gateway or provider on this machine that moves money as protocol section 5 has it, recognises repeats by their
 * reference, signs its answers, and can be scripted to fail in any way.
 */
export async function startHouse(terms: HouseTerms) {
  const receiver = await startReceiver()
  const books = { payments: new Map<string, JsonObject>(), done: new Map<string, Said>(), deeds: [] as string[] }
  const scripts: { readonly call: Call; readonly script: Script; times: number }[] = []
  const state = { signer: terms.signer, accepts: terms.accepts }
  const say = (response: ServerResponse, said: Said) => answerSaid(terms.ocid, state.signer, said)(response)
  receiver.answer = (response, request) => {
    const call = callOf(request)
    const deed = () => honest(books, { ...terms, ...state }, call, request)
    const scripted = scripts.find((one) => one.call === call && one.times > 0)
    if (!scripted) return say(response, deed())
    scripted.times -= 1
    scripted.script(response, request, deed, (said) => say(response, said))
  }
  return Object.assign(state, {
    ocid: terms.ocid,
    endpoint: receiver.endpoint,
    close: () => receiver.close(),
    /** The next `times` calls of this kind are answered by the script. */
    script: (call: Call, script: Script, times = 1) => void scripts.push({ call, script, times }),
    /** The bodies of the calls of one kind, as they came. */
    bodies: (call: Call) => receiver.received.filter((one) => callOf(one) === call).map(({ body }) => body),
    received: receiver.received,
    /** What it answered, honestly, to the calls of one kind. */
    said: (call: Call) => [...books.done].filter(([key]) => key.startsWith(call)).map(([, { body }]) => body),
    /** What it did, once each: the references of the transfers and the payments that it carried out. */
    deeds: books.deeds,
  })
}

export type House = Awaited<ReturnType<typeof startHouse>>

const callOf = ({ path }: Received): Call =>
  path.startsWith('/opencharge/verify/') ? '/verify' : (path.slice('/opencharge'.length) as Call)

function answerSaid(ocid: number, signer: Signer, { status, body }: Said): (response: ServerResponse) => void {
  const timestamp = Math.floor(Date.now() / 1000)
  const headers = signResponse({ ocid, timestamp, status, body }, signer)
  return (response) => void response.writeHead(status, headers).end(body)
}

interface Books {
  readonly payments: Map<string, JsonObject>
  readonly done: Map<string, Said>
  readonly deeds: string[]
}

let nextTxid = 1

function honest(books: Books, { ocid, signer, accepts }: HouseTerms, call: Call, request: Received): Said {
  if (call === '/verify') return verify(books, request)
  const asked = JSON.parse(request.body)
  const reference = call === '/payment/settle' ? asked.txid : (request.headers['idempotency-key'] ?? '')
  const before = books.done.get(`${call} ${reference}`)
  if (before) return before
  const txid = call === '/payment/settle' ? asked.txid : `tx_${ocid}_${nextTxid++}`
  const said = { status: 200, body: JSON.stringify(answerTo(books, { ocid, signer, accepts }, call, asked, txid)) }
  books.done.set(`${call} ${reference}`, said)
  books.done.set(`/verify ${txid}`, said)
  books.deeds.push(`${call} ${reference}`)
  return said
}

function verify({ done }: Books, { path }: Received): Said {
  const txid = decodeURIComponent(path.split('/').at(-1) ?? '')
  return done.get(`/verify ${txid}`) ?? refusal(404, 'TXID_NOT_FOUND')
}

function answerTo(
  { payments }: Books,
  { ocid, signer, accepts }: HouseTerms,
  call: Call,
  asked: JsonObject,
  txid: string,
) {
  const { amount, currency } = asked
  if (call === '/payment/create') {
    payments.set(txid, asked)
    return {
      status: 'pending_settlement',
      txid,
      amount,
      currency,
      expiresAt: 2e9,
      settlement: { accepts: [...accepts] },
    }
  }
  const payment = call === '/payment/settle' ? (payments.get(txid) ?? {}) : undefined
  const terms = payment
    ? { to: { ocid: payment.to, reference: payment.reference }, amount: payment.amount, currency: payment.currency }
    : { to: asked.to, amount, currency }
  const from = payment ? { ocid: 200 } : asked.from
  const timestamp = Math.floor(Date.now() / 1000)
  const proof = { txid, issuer: ocid, from, ...terms, timestamp, memo: 'kept as it is: é' } as JsonObject & {
    txid: string
  }
  return { status: 'completed', txid, ...signed(proof, signer) }
}

/** A proof as it travels, signed by whoever it is that signs. */
export function signed(proof: JsonObject & { readonly txid: string }, signer: Signer) {
  return { proof, signature: signProof(proof, signer).signature }
}

export const refusal = (status: number, code: string): Said => ({
  status,
  body: JSON.stringify({ error: { code, message: 'as it was scripted' } }),
})

/** Refuses, in words that are signed. */
export const refuse =
  (status: number, code: string): Script =>
  (_, __, ___, say) =>
    say(refusal(status, code))

/** Does what was asked, and then drops the connection. */
export const doAndDrop: Script = (response, _, deed) => {
  deed()
  response.destroy()
}

/** Does what was asked, and answers something else. */
export const doAndSay =
  (status: number, body: string, headers: Record<string, string> = {}): Script =>
  (response, request, deed) => {
    deed()
    answerWith(status, body, headers)(response, request)
  }

/** Does what was asked, and never answers. */
export const doAndHang: Script = (_, __, deed) => void deed()

/** Does nothing, and never answers. */
export const justHang: Script = () => undefined
