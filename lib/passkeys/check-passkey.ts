import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { log } from '@/lib/log/log'
import { err, ok, type Result } from '@/lib/opencharge/result'
import type { ChallengeOwner, ChallengePurpose } from './challenge'
import { type TakenChallenge, takeChallenge } from './challenge-store'
import { challengeOf, parseCheckAnswer } from './passkey-answer'
import type { PasskeyProblem } from './passkey-problem'
import { countUse, findPasskey, type StoredPasskey } from './passkey-store'
import { relyingParty } from './relying-party'

export interface CheckedPasskey extends TakenChallenge {
  readonly userId: string
}

/** Checks what a browser answered. `userId` is whose passkey it must be; null when it says itself who signs in. */
export async function checkPasskey(
  text: unknown,
  owner: ChallengeOwner,
  purpose: Exclude<ChallengePurpose, 'ADD'>,
  userId: string | null,
): Promise<Result<CheckedPasskey, PasskeyProblem>> {
  const answer = parseCheckAnswer(text)
  const challenge = answer && challengeOf(answer)
  if (!answer || !challenge) return err('NO_ANSWER')
  // Used up before anything is compared: each question is answered once, also when the answer is wrong.
  const taken = await takeChallenge(challenge, owner, purpose)
  if (!taken) return err('CHALLENGE_OVER')
  const passkey = await findPasskey(answer.id)
  if (!passkey || (userId !== null && passkey.userId !== userId)) return err('PASSKEY_REFUSED')
  const counter = await verifiedCounter(answer, challenge, passkey)
  if (counter === undefined) return err('PASSKEY_REFUSED')
  if (!(await countUse(passkey.id, counter))) {
    log().warn({ passkeyId: passkey.id, userId: passkey.userId, counter }, 'a passkey counted backwards: refused')
    return err('PASSKEY_COPIED')
  }
  return ok({ ...taken, userId: passkey.userId })
}

/** The authenticator's count when signature, origin, address and the person's presence are right; undefined otherwise. */
async function verifiedCounter(
  answer: AuthenticationResponseJSON,
  expectedChallenge: string,
  { credentialId, publicKey, userId }: StoredPasskey,
): Promise<number | undefined> {
  const { userHandle } = answer.response
  if (userHandle !== undefined && userHandle !== userHandleOf(userId)) return undefined
  const { id, origin } = relyingParty()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      // The counter is compared where it is written: of two answers at once one is refused.
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch (cause) {
    log().info({ reason: String(cause) }, 'a passkey was refused')
    return undefined
  }
}

/** How an authenticator knows the person: by our id of the user, which says nothing to anybody else. */
export const userHandleOf = (userId: string): string => Buffer.from(userId, 'utf8').toString('base64url')
