import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

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

export interface SoftPasskey {
  readonly id: string
  /** The answer to a question that creates it, as a browser would post it. */
  created(telling: Telling): string
  /** The answer to any other question. */
  answer(telling: Telling, userId?: string): string
}

/** A passkey without a device: it signs whatever it is told to, the wrong things too. */
export function createSoftPasskey(): SoftPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(24)
  const id = credentialId.toString('base64url')
  const frame = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  return {
    id,
    created(telling) {
      const credential = Buffer.concat([
        Buffer.alloc(16),
        uint16(credentialId.length),
        credentialId,
        coseKey(publicKey),
      ])
      const authData = authenticatorData(telling, HAS_CREDENTIAL, credential)
      const clientDataJSON = clientData('webauthn.create', telling).toString('base64url')
      const attestationObject = attestation(authData).toString('base64url')
      return JSON.stringify({ ...frame, response: { clientDataJSON, attestationObject, transports: ['internal'] } })
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

/** CBOR again: {"fmt": "none", "attStmt": {}, "authData": …}. */
function attestation(authData: Buffer): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)])
  const data = Buffer.concat([Buffer.from([0x59]), uint16(authData.length), authData])
  const parts = [text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), data]
  return Buffer.concat([Buffer.from([0xa3]), ...parts])
}
