import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

const MOST_CHARACTERS = 32_000
const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most)

// WebAuthn: a credential's id has at most 1023 bytes, a user handle 64.
const frame = {
  id: base64url(1364),
  rawId: base64url(1364),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(z.string().max(64), z.json()),
}

const CheckAnswer = z.strictObject({
  ...frame,
  response: z.strictObject({
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(4000),
    signature: base64url(4000),
    userHandle: base64url(88).optional(),
  }),
})

const AddAnswer = z.strictObject({
  ...frame,
  response: z.strictObject({
    clientDataJSON: base64url(4000),
    attestationObject: base64url(16_000),
    authenticatorData: base64url(8000).optional(),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
    publicKey: base64url(8000).optional(),
    publicKeyAlgorithm: z.number().int().optional(),
  }),
})

const ClientData = z.object({ challenge: base64url(100) })

/** The answer of a passkey that is there already, in what a browser sent, or undefined when it is none. */
export function parseCheckAnswer(text: unknown): AuthenticationResponseJSON | undefined {
  return parseAs(CheckAnswer, text) as AuthenticationResponseJSON | undefined
}

/** The answer of a new passkey. */
export function parseAddAnswer(text: unknown): RegistrationResponseJSON | undefined {
  return parseAs(AddAnswer, text) as RegistrationResponseJSON | undefined
}

/** The challenge that a browser says it answers. Whether it was asked is for the database to say. */
export function challengeOf(answer: AuthenticationResponseJSON | RegistrationResponseJSON): string | undefined {
  return parseAs(ClientData, Buffer.from(answer.response.clientDataJSON, 'base64url').toString('utf8'))?.challenge
}

function parseAs<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
