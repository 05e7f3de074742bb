import { sign, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import type { Attestation, NewKey } from './soft-authenticator'

const ES256 = -7
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const KEY_DESCRIPTION = '1.3.6.1.4.1.11129.2.1.17'

const signature = ({ privateKey, authData, clientDataHash }: NewKey) =>
  new Uint8Array(sign('sha256', Buffer.concat([authData, clientDataHash]), privateKey))

/** A key that vouches for itself (WebAuthn, section 8.2). */
export async function bySelf(made: NewKey): Promise<Attestation> {
  return {
    fmt: 'packed',
    attStmt: new Map<string, string | number | Uint8Array>([
      ['alg', ES256],
      ['sig', signature(made)],
    ]),
  }
}

/** A whole Android chain (section 8.4) under a root of its own, whose leaf says where revocations are to be looked up. */
export async function byAndroid(made: NewKey, revocations: string): Promise<Attestation> {
  const rootKeys = await webcrypto.subtle.generateKey(ecdsa, true, ['sign', 'verify'])
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Root',
    keys: rootKeys,
    signingAlgorithm: ecdsa,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  })
  const spki = made.publicKey.export({ type: 'spki', format: 'der' })
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=Android Keystore Key',
    issuer: root.subject,
    publicKey: await webcrypto.subtle.importKey('spki', spki, ecdsa, true, ['verify']),
    signingKey: rootKeys.privateKey,
    signingAlgorithm: ecdsa,
    extensions: [
      new x509.Extension(KEY_DESCRIPTION, false, new Uint8Array(keyDescription(made.clientDataHash))),
      new x509.CRLDistributionPointsExtension([revocations]),
    ],
  })
  const x5c = [leaf, root].map(({ rawData }) => new Uint8Array(rawData))
  const { attStmt } = await bySelf(made)
  return { fmt: 'android-key', attStmt: new Map([...attStmt, ['x5c', x5c]]) }
}

/** DER: {3, software, 3, software, challenge, "", {}, {}}. */
function keyDescription(challenge: Buffer): Buffer {
  const level = Buffer.from([0x02, 1, 3, 0x0a, 1, 0])
  const rest = Buffer.from([0x04, 0, 0x30, 0, 0x30, 0])
  const content = Buffer.concat([level, level, Buffer.from([0x04, challenge.length]), challenge, rest])
  return Buffer.concat([Buffer.from([0x30, content.length]), content])
}
