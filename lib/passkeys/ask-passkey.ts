import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { type ChallengeOwner, type ConfirmedPayment, challengeMinutes, newChallenge } from './challenge'
import { saveChallenge } from './challenge-store'
import { listCredentials } from './passkey-store'
import { relyingParty } from './relying-party'

export type PasskeyQuestion =
  | { readonly purpose: 'SIGN_IN' }
  | { readonly purpose: 'PROVE'; readonly userId: string }
  | { readonly purpose: 'CONFIRM'; readonly userId: string; readonly payment: ConfirmedPayment }

/** What a browser asks a passkey to sign. When signing in it names none: whoever asks learns nothing of anybody's. */
export async function askPasskey(
  owner: ChallengeOwner,
  question: PasskeyQuestion,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = newChallenge()
  const payment = question.purpose === 'CONFIRM' ? question.payment : undefined
  await saveChallenge(challenge, owner, question.purpose, payment)
  const allowed = question.purpose === 'SIGN_IN' ? {} : { allowCredentials: await listCredentials(question.userId) }
  return generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: Buffer.from(challenge, 'base64url'),
    userVerification: 'required',
    timeout: challengeMinutes * 60_000,
    ...allowed,
  })
}
