import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { TellOwner } from '@/lib/auth/security-change'
import { violatedConstraint } from '@/lib/db/sql-error'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log/log'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { ChallengeOwner } from './challenge'
import { takeChallenge } from './challenge-store'
import { challengeOf, parseAddAnswer } from './passkey-answer'
import type { PasskeyProblem } from './passkey-problem'
import { insertPasskey, type NewPasskey } from './passkey-store'
import { relyingParty } from './relying-party'

export type AddPasskeyError = PasskeyProblem | 'ALREADY_ADDED' | 'TOO_MANY_PASSKEYS'

/** Whose passkey it becomes, what it is called, and how its owner hears of it. */
interface AddingPerson {
  readonly userId: string
  readonly name: string
  readonly tell: TellOwner
}

/** Keeps the passkey that a browser made. Whether this person may add one now is asked before (mayChangeSecurity). */
export async function addPasskey(
  text: unknown,
  owner: ChallengeOwner,
  { userId, name, tell }: AddingPerson,
): Promise<Result<true, AddPasskeyError>> {
  const answer = parseAddAnswer(text)
  const challenge = answer && challengeOf(answer)
  if (!answer || !challenge) return err('NO_ANSWER')
  if (!(await takeChallenge(challenge, owner, 'ADD'))) return err('CHALLENGE_OVER')
  const credential = await verifiedCredential(answer, challenge)
  if (!credential) return err('PASSKEY_REFUSED')
  return keep({ ...credential, userId, name, transports: answer.response.transports ?? [] }, tell)
}

async function keep(passkey: NewPasskey, tell: TellOwner): Promise<Result<true, AddPasskeyError>> {
  try {
    return await inTransaction(async (tx) => {
      if (!(await insertPasskey(tx, passkey))) return err('TOO_MANY_PASSKEYS')
      await tell(tx, 'PASSKEY_ADDED')
      return ok(true)
    })
  } catch (cause) {
    if (violatedConstraint(cause) === 'passkeys_credential_id_key') return err('ALREADY_ADDED')
    throw cause
  }
}

async function verifiedCredential(
  response: RegistrationResponseJSON,
  expectedChallenge: string,
): Promise<Pick<NewPasskey, 'credentialId' | 'publicKey' | 'counter'> | undefined> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty()
  try {
    if (bringsCertificates(response)) throw new Error('it brings certificates that nobody asked for')
    const made = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
    })
    if (!made.verified) return undefined
    const { id, publicKey, counter } = made.registrationInfo.credential
    return { credentialId: id, publicKey, counter }
  } catch (cause) {
    log().info({ reason: String(cause) }, 'a new passkey was refused')
    return undefined
  }
}

/**
 * Whether it says by certificates who made the device. We ask for none (`attestationType`), but only the browser obeys:
 * the library would look up, at any address that they name, whether they were revoked.
 */
function bringsCertificates({ response }: RegistrationResponseJSON): boolean {
  const made = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')))
  const format = made.get('fmt')
  // A key that signs for itself is "packed" too, and some browsers leave that as it is.
  return format !== 'none' && (format !== 'packed' || made.get('attStmt').get('x5c') !== undefined)
}
