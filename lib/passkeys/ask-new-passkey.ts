import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import type { SignedInUser } from '@/lib/auth/current-user'
import { type ChallengeOwner, challengeMinutes, newChallenge } from './challenge'
import { saveChallenge } from './challenge-store'
import { listCredentials } from './passkey-store'
import { relyingParty } from './relying-party'

/** What a browser makes a new passkey from: one that is found without an address, and checks who uses it. */
export async function askNewPasskey(
  owner: ChallengeOwner,
  user: SignedInUser,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const challenge = newChallenge()
  await saveChallenge(challenge, owner, 'ADD')
  const { id, name } = relyingParty()
  return generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userID: new Uint8Array(Buffer.from(user.id, 'utf8')),
    userName: user.email,
    userDisplayName: user.email,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: challengeMinutes * 60_000,
    attestationType: 'none',
    excludeCredentials: await listCredentials(user.id),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}
