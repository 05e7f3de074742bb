import { randomBytes } from 'node:crypto'
import type { JsonObject } from '@/lib/opencharge/json-value'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { buildMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { createSigner, type Signer } from '@/lib/opencharge/signer'

/** A call that reached a peer. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type PeerAnswer = { readonly status: number; readonly body: unknown } | 'drop' | 'hang'

export interface PeerSettings {
  readonly name?: string
  /** Whose proofs it takes. */
  readonly accepts?: readonly number[]
}

/** An order as merchants write it; any member can be set, also to nonsense. */
export type OrderChanges = Readonly<Record<string, unknown>>

/** Another party of the network, with a key of its own. What it does on a path can be set in `behave`. */
export class Peer {
  readonly received: Received[] = []
  readonly behave = new Map<string, (received: Received) => PeerAnswer>()
  signer: Signer = newSigner()
  settings: PeerSettings
  #orders = 0

  constructor(
    readonly ocid: number,
    readonly endpoint: string,
    settings: PeerSettings = {},
  ) {
    this.settings = settings
  }

  /** Takes a new key: from now on its metadata names that one. */
  rotateKey(): void {
    this.signer = newSigner()
  }

  metadata(): JsonObject {
    const { name = `Peer ${this.ocid}`, accepts = [] } = this.settings
    const content = { name, profile: '', iconUrl: null, contact: null, endpoint: this.endpoint, capabilities: [] }
    return buildMetadata({ ...content, currencies: ['USD', 'UGX', 'JPY', 'KWD'], accepts }, this.signer)
  }

  /** A fresh order of this merchant over 4.50 USD, with `changes` on top; `undefined` takes a member away. */
  order(changes: OrderChanges = {}): JsonObject & { id: string } {
    const now = Math.floor(Date.now() / 1000)
    const id = `ord_${this.ocid}_${++this.#orders}_${randomBytes(4).toString('hex')}`
    const order = { id, ocid: this.ocid, amount: '4.50', currency: 'USD', createdAt: now, expiresAt: now + 3600 }
    const changed = Object.entries({ ...order, ...changes }).filter(([, value]) => value !== undefined)
    return Object.fromEntries(changed) as JsonObject & { id: string }
  }

  sign(value: JsonObject): string {
    return signObject(value, this.signer)
  }

  /** The bodies of the webhooks that reached it, oldest first. */
  get webhooks(): Received[] {
    return this.received.filter(({ path }) => path === 'transfer/webhook')
  }

  answer(received: Received): PeerAnswer {
    this.received.push(received)
    const behaviour = this.behave.get(received.path)
    if (behaviour) return behaviour(received)
    if (received.path === 'metadata.json') return { status: 200, body: this.metadata() }
    if (received.path === 'transfer/webhook') return { status: 200, body: { status: 'accepted' } }
    return { status: 404, body: { error: { code: 'NOT_FOUND', message: 'There is nothing here' } } }
  }
}

function newSigner(): Signer {
  const key = parsePrivateKey(randomBytes(32).toString('hex'))
  if (!key.ok) throw new Error('32 random bytes were no key')
  return createSigner(nobleCrypto, key.value)
}
