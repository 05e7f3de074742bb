import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

const PRESENT = 0x01
const VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40

interface Telling {
  readonly challenge: string
  readonly origin?: string
  readonly rpId?: string
  readonly counter?: number
  /** Whether the person was recognised, not merely there. */
  readonly isVerified?: boolean
}

export interface NewKey {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** What a statement about the key signs, in this order. */
  readonly authData: Buffer
  readonly clientDataHash: Buffer
}

/** What a device says of who made it (WebAuthn, section 8). */
export interface Attestation {
  readonly fmt: string
  readonly attStmt: Map<string, string | number | Uint8Array | Uint8Array[]>
}

export interface SoftPasskey {
  readonly id: string
  /** The answer to a question that creates it, as a browser would post it. */
  created(telling: Telling): string
  /** The same with a word on who made the device, which nobody asked for. */
  attested(telling: Telling, attest: (made: NewKey) => Promise<Attestation>): Promise<string>
  /** The answer to any other question. */
  answer(telling: Telling, userId?: string): string
}

/** A passkey without a device: it signs whatever it is told to, the wrong things too. */
export function createSoftPasskey(): SoftPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(24)
  const id = credentialId.toString('base64url')
  const frame = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  function make(telling: Telling): NewKey & { readonly client: Buffer } {
    const credential = Buffer.concat([Buffer.alloc(16), uint16(credentialId.length), credentialId, coseKey(publicKey)])
    const authData = authenticatorData(telling, HAS_CREDENTIAL, credential)
    const client = clientData('webauthn.create', telling)
    return { publicKey, privateKey, authData, client, clientDataHash: sha256(client) }
  }
  function say({ client, authData }: ReturnType<typeof make>, { fmt, attStmt }: Attestation): string {
    const attestation = new Map<string, string | Uint8Array | Attestation['attStmt']>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ])
    const response = {
      clientDataJSON: client.toString('base64url'),
      attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
      transports: ['internal'],
    }
    return JSON.stringify({ ...frame, response })
  }
  return {
    id,
    created: (telling) => say(make(telling), { fmt: 'none', attStmt: new Map() }),
    async attested(telling, attest) {
      const made = make(telling)
      return say(made, await attest(made))
    },
    answer(telling, userId) {
      const client = clientData('webauthn.get', telling)
      const data = authenticatorData(telling, 0, Buffer.alloc(0))
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      const response = {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(userId && { userHandle: Buffer.from(userId, 'utf8').toString('base64url') }),
      }
      return JSON.stringify({ ...frame, response })
    },
  }
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

function clientData(type: string, { challenge, origin = 'http://localhost:3000' }: Telling): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function authenticatorData(telling: Telling, more: number, rest: Buffer): Buffer {
  const { rpId = 'localhost', counter = 0, isVerified = true } = telling
  const flags = PRESENT | (isVerified ? VERIFIED : 0) | more
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, rest])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** The key as CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9052, section 7). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const bytes = (coordinate: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(coordinate, 'base64url')])
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21])
  return Buffer.concat([head, bytes(x), Buffer.from([0x22]), bytes(y)])
}
