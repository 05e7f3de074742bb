import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { SignedInSession } from '@/lib/auth/current-user'
import type { SecurityChange, TellOwner } from '@/lib/auth/security-change'
import { makeBrowser } from '@/lib/auth/testing/make-passkey'
import { findSession } from '@/lib/auth/user-store'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { makeUser } from '@/lib/ledger/testing/make-account'
import { startReceiver } from '@/lib/webhooks/testing/receiver'
import { addPasskey } from './add-passkey'
import { askNewPasskey } from './ask-new-passkey'
import { askPasskey } from './ask-passkey'
import { newBrowserSecret } from './challenge'
import { checkPasskey } from './check-passkey'
import { confirmPayment } from './confirm-payment'
import { proveWithPasskey } from './prove-with-passkey'
import { removePasskey } from './remove-passkey'
import { signInWithPasskey } from './sign-in-with-passkey'
import { byAndroid, bySelf } from './testing/attestations'
import { type Attestation, createSoftPasskey, type NewKey, type SoftPasskey } from './testing/soft-authenticator'

vi.stubEnv('GATEWAY_MODE', 'development')
useTestDatabase()

let ada: SignedInSession
let browser: string
let passkey: SoftPasskey
let told: SecurityChange[]
const tell: TellOwner = async (_, change) => void told.push(change)

beforeEach(async () => {
  told = []
  ada = await newPerson()
  browser = newBrowserSecret()
  passkey = createSoftPasskey()
  expect(await add(passkey)).toBe('done')
})

async function newPerson(): Promise<SignedInSession> {
  const id = await makeUser()
  return { id, email: `${id}@people.example`, sessionId: await makeBrowser(id) }
}

const word = (outcome: { ok: true } | { ok: false; error: string }) => (outcome.ok ? 'done' : outcome.error)
const ownerOf = (person: SignedInSession) => ({ browser, sessionId: person.sessionId })

async function add(made: SoftPasskey, telling: object = {}, person = ada): Promise<string> {
  const { challenge } = await askNewPasskey(ownerOf(person), person)
  return word(
    await addPasskey(made.created({ challenge, ...telling }), ownerOf(person), {
      userId: person.id,
      name: 'Key',
      tell,
    }),
  )
}

const askSignIn = async () => (await askPasskey({ browser, sessionId: null }, { purpose: 'SIGN_IN' })).challenge
const signIn = async (answer: unknown, by = browser) => word(await signInWithPasskey(answer, by, 'Test/1.0'))
const sessionsOf = ({ id }: SignedInSession) => countOf('sessions', `user_id = '${id}'`)

const payment = { subject: 'sess_12345678', amountMinor: 450n, currency: 'USD' }
const askConfirm = async (person = ada) =>
  (await askPasskey(ownerOf(person), { purpose: 'CONFIRM', userId: person.id, payment })).challenge

test('a passkey signs in as its owner, in a session that knows by what and by whom it was opened', async () => {
  const signedIn = await signInWithPasskey(
    passkey.answer({ challenge: await askSignIn() }, ada.id),
    browser,
    'Test/1.0',
  )
  if (!signedIn.ok) throw new Error(signedIn.error)
  const found = await findSession(signedIn.value)
  expect(found?.userId).toBe(ada.id)
  expect(
    await sql(`SELECT user_agent, passkey_proven_at > now() - interval '1 minute' AS proven
      FROM sessions WHERE id = '${found?.sessionId}'`),
  ).toEqual([{ user_agent: 'Test/1.0', proven: true }])
})

test('what is asked when signing in is the same for everybody, and names no passkey', async () => {
  const asked = await askPasskey({ browser, sessionId: null }, { purpose: 'SIGN_IN' })
  expect(asked).toEqual({
    challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    rpId: 'localhost',
    timeout: 300_000,
    userVerification: 'required',
    allowCredentials: undefined,
    extensions: undefined,
  })
})

describe('a challenge', () => {
  test('is answered once', async () => {
    const answer = passkey.answer({ challenge: await askSignIn() })
    expect([await signIn(answer), await signIn(answer)]).toEqual(['done', 'CHALLENGE_OVER'])
    expect(await sessionsOf(ada)).toBe(2)
  })

  test('is answered once by those who answer at the same moment', async () => {
    const answer = passkey.answer({ challenge: await askSignIn() })
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => signIn(answer)))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
  })

  test('is used up by a wrong answer too', async () => {
    const challenge = await askSignIn()
    expect(await signIn(createSoftPasskey().answer({ challenge }))).toBe('PASSKEY_REFUSED')
    expect(await signIn(passkey.answer({ challenge }))).toBe('CHALLENGE_OVER')
  })

  test('is not answered by another browser, nor by one without a secret, nor used up by them', async () => {
    const answer = passkey.answer({ challenge: await askSignIn() })
    expect([await signIn(answer, newBrowserSecret()), await signIn(answer, '')]).toEqual([
      'CHALLENGE_OVER',
      'CHALLENGE_OVER',
    ])
    expect(await signIn(answer)).toBe('done')
  })

  test('is over after five minutes', async () => {
    const challenge = await askSignIn()
    const [row] = await sql(`SELECT expires_at BETWEEN now() + interval '290 s' AND now() + interval '301 s' AS right
      FROM passkey_challenges WHERE challenge = '${challenge}'`)
    expect(row).toEqual({ right: true })
    await sql(`UPDATE passkey_challenges SET expires_at = now() - interval '1 second' WHERE challenge = '${challenge}'`)
    expect(await signIn(passkey.answer({ challenge }))).toBe('CHALLENGE_OVER')
  })

  test('that somebody made up was never asked', async () => {
    expect(await signIn(passkey.answer({ challenge: newBrowserSecret() }))).toBe('CHALLENGE_OVER')
  })

  test('for one purpose answers no other', async () => {
    const answer = passkey.answer({ challenge: await askConfirm() })
    expect(await signIn(answer)).toBe('CHALLENGE_OVER')
    expect(word(await proveWithPasskey(answer, browser, ada))).toBe('CHALLENGE_OVER')
    expect(word(await confirmPayment(answer, browser, ada))).toBe('done')
  })

  test('of one session answers nothing in another of the same person', async () => {
    const answer = passkey.answer({ challenge: await askConfirm() })
    const elsewhere = { ...ada, sessionId: await makeBrowser(ada.id) }
    expect(word(await confirmPayment(answer, browser, elsewhere))).toBe('CHALLENGE_OVER')
    expect(await countOf('payment_confirmations', `session_id = '${elsewhere.sessionId}'`)).toBe(0)
  })
})

describe('a passkey is refused', () => {
  test.each<[string, object]>([
    ['from another origin', { origin: 'https://evil.example' }],
    ['from our host on another port', { origin: 'http://localhost:3001' }],
    ['for another address', { rpId: 'evil.example' }],
    ['when the person was there and not recognised', { isVerified: false }],
  ])('%s', async (_, telling) => {
    expect(await signIn(passkey.answer({ challenge: await askSignIn(), ...telling }))).toBe('PASSKEY_REFUSED')
    expect(await add(createSoftPasskey(), telling)).toBe('PASSKEY_REFUSED')
  })

  test('when nobody has it', async () => {
    expect(await signIn(createSoftPasskey().answer({ challenge: await askSignIn() }))).toBe('PASSKEY_REFUSED')
  })

  test("when it answers under another one's id", async () => {
    const forged = JSON.parse(createSoftPasskey().answer({ challenge: await askSignIn() }))
    expect(await signIn(JSON.stringify({ ...forged, id: passkey.id, rawId: passkey.id }))).toBe('PASSKEY_REFUSED')
  })

  test('when it names another owner than the one that it has here', async () => {
    const ben = await newPerson()
    expect(await signIn(passkey.answer({ challenge: await askSignIn() }, ben.id))).toBe('PASSKEY_REFUSED')
  })

  test("when it is another person's: it proves and confirms nothing for anybody else", async () => {
    const ben = await newPerson()
    const proof = await askPasskey(ownerOf(ben), { purpose: 'PROVE', userId: ben.id })
    expect(word(await proveWithPasskey(passkey.answer({ challenge: proof.challenge }), browser, ben))).toBe(
      'PASSKEY_REFUSED',
    )
    const challenge = await askConfirm(ben)
    expect(word(await confirmPayment(passkey.answer({ challenge }), browser, ben))).toBe('PASSKEY_REFUSED')
    expect(await countOf('payment_confirmations', `session_id = '${ben.sessionId}'`)).toBe(0)
  })

  test('when it was removed', async () => {
    const [row] = await sql(`SELECT id FROM passkeys WHERE user_id = '${ada.id}'`)
    expect(word(await removePasskey(ada, String(row?.id), tell))).toBe('done')
    expect(await signIn(passkey.answer({ challenge: await askSignIn() }))).toBe('PASSKEY_REFUSED')
  })
})

describe('the counter', () => {
  const use = async (counter: number) => signIn(passkey.answer({ challenge: await askSignIn(), counter }))

  test('goes on, and is refused when it stands still or goes back', async () => {
    expect([await use(5), await use(6), await use(6), await use(3), await use(0), await use(7)]).toEqual([
      'done',
      'done',
      'PASSKEY_COPIED',
      'PASSKEY_COPIED',
      'PASSKEY_COPIED',
      'done',
    ])
  })

  test('may be none at all', async () => {
    expect([await use(0), await use(0)]).toEqual(['done', 'done'])
  })

  test('lets one of two through that say the same number at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(async () => passkey.answer({ challenge: await askSignIn(), counter: 9 })),
    )
    const outcomes = await Promise.all(answers.map((answer) => signIn(answer)))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
  })
})

describe('a new passkey', () => {
  test('that somebody has already is not added again, to nobody', async () => {
    const ben = await newPerson()
    expect([await add(passkey), await add(passkey, {}, ben)]).toEqual(['ALREADY_ADDED', 'ALREADY_ADDED'])
    expect(await countOf('passkeys', `user_id = '${ben.id}'`)).toBe(0)
  })

  test('is the twentieth at most', async () => {
    for (let n = 1; n < 20; n++) expect(await add(createSoftPasskey())).toBe('done')
    expect(await add(createSoftPasskey())).toBe('TOO_MANY_PASSKEYS')
  })

  test('is not added by an answer of another kind', async () => {
    const { challenge } = await askNewPasskey(ownerOf(ada), ada)
    const answer = passkey.answer({ challenge })
    expect(word(await addPasskey(answer, ownerOf(ada), { userId: ada.id, name: 'Key', tell }))).toBe('NO_ANSWER')
  })

  test('may vouch for itself', async () => {
    expect(await addAttested(bySelf)).toBe('done')
  })

  test('that brings certificates is refused, and nothing is looked up at the addresses in them', async () => {
    const elsewhere = await startReceiver()
    const attest = (made: NewKey) => byAndroid(made, `${elsewhere.endpoint}/revoked.crl`)
    expect(await addAttested(attest)).toBe('PASSKEY_REFUSED')
    expect(elsewhere.received).toEqual([])
    await elsewhere.close()
  })
})

async function addAttested(attest: (made: NewKey) => Promise<Attestation>): Promise<string> {
  const { challenge } = await askNewPasskey(ownerOf(ada), ada)
  const answer = await createSoftPasskey().attested({ challenge }, attest)
  return word(await addPasskey(answer, ownerOf(ada), { userId: ada.id, name: 'Key', tell }))
}

test.each([
  ['nothing', null],
  ['no text', 7],
  ['no JSON', '{'],
  ['an empty object', '{}'],
  ['32 kB', `{"id":"${'a'.repeat(32_000)}"}`],
  ['a list', '[]'],
  ['a number that is deep', '['.repeat(15_000)],
])('%s is no answer', async (_, text) => {
  expect(await signIn(text)).toBe('NO_ANSWER')
  expect(word(await checkPasskey(text, ownerOf(ada), 'PROVE', ada.id))).toBe('NO_ANSWER')
})

test('an answer with a member that nobody asked for is none', async () => {
  const answer = JSON.parse(passkey.answer({ challenge: await askSignIn() }))
  expect(await signIn(JSON.stringify({ ...answer, admin: true }))).toBe('NO_ANSWER')
})

test('removing needs a fresh proof, and another person cannot remove it at all', async () => {
  const [row] = await sql(`SELECT id FROM passkeys WHERE user_id = '${ada.id}'`)
  const ben = await newPerson()
  await removePasskey(ben, String(row?.id), tell)
  await sql(`UPDATE sessions SET proven_at = now() - interval '11 minutes' WHERE id = '${ada.sessionId}'`)
  expect(word(await removePasskey(ada, String(row?.id), tell))).toBe('PROOF_NEEDED')
  expect(await countOf('passkeys', `user_id = '${ada.id}'`)).toBe(1)
  const { challenge } = await askPasskey(ownerOf(ada), { purpose: 'PROVE', userId: ada.id })
  expect(word(await proveWithPasskey(passkey.answer({ challenge }), browser, ada))).toBe('done')
  const cannot: TellOwner = async () => {
    throw new Error('no mail')
  }
  await expect(removePasskey(ada, String(row?.id), cannot)).rejects.toThrow('no mail')
  expect(await countOf('passkeys', `user_id = '${ada.id}'`)).toBe(1)
  expect(word(await removePasskey(ada, String(row?.id), tell))).toBe('done')
  expect(told).toEqual(['PASSKEY_ADDED', 'PASSKEY_REMOVED'])
})
