import type { ReactNode } from 'react'
import type { SecurityActions } from '@/components/security/security-actions'
import { SecurityPage } from '@/components/security/security-page'
import type { SecurityView } from '@/components/security/security-view'
import type { SecurityProblem } from '@/lib/passkeys/security-problem'
import { eur, kwd, money, nowEpochSeconds, ugx, usd } from './sample-checkouts'

const nowhere = '/dev/gallery'

const actions: SecurityActions = {
  askToProve: { kind: 'get', ask: null },
  prove: nowhere,
  mailCode: nowhere,
  askToAdd: { kind: 'create', ask: null },
  add: nowhere,
  rename: nowhere,
  remove: nowhere,
  setLimit: nowhere,
  dropLimit: nowhere,
  endSession: nowhere,
  endOthers: nowhere,
}

const day = 86_400
const device = {
  id: 'd1',
  browser: 'Chrome',
  system: 'Linux',
  createdAtEpochSeconds: nowEpochSeconds - 3 * day,
  lastSeenAtEpochSeconds: nowEpochSeconds,
  isThis: true,
}
const passkey = {
  id: 'p1',
  name: 'macOS · Safari',
  createdAtEpochSeconds: nowEpochSeconds - 20 * day,
  lastUsedAtEpochSeconds: nowEpochSeconds - day,
}

const newcomer: SecurityView = {
  email: 'ada@example.com',
  passkeys: [],
  devices: [device],
  limits: [],
  unlimited: [usd, eur],
  isProven: true,
  proofMinutes: 10,
  operatorContact: null,
}

const settled: SecurityView = {
  ...newcomer,
  passkeys: [
    passkey,
    { ...passkey, id: 'p2', name: 'The key on my key ring, '.repeat(3).slice(0, 60), lastUsedAtEpochSeconds: null },
  ],
  devices: [
    device,
    { ...device, id: 'd2', browser: 'Safari', system: 'iPhone', isThis: false },
    { ...device, id: 'd3', browser: null, system: null, isThis: false },
  ],
  limits: [money(5000n), money(0n, kwd), money(150_000n, ugx)],
  unlimited: [eur],
}

const security = (view: SecurityView, problem: SecurityProblem | null = null) => (
  <SecurityPage view={view} actions={actions} currencies={[usd, eur, ugx, kwd]} problem={problem} />
)

/** The security page in every state, by name. */
export const securitySpecimens: Record<string, () => ReactNode> = {
  security: () => security(settled),
  'security-newcomer': () => security(newcomer),
  'security-not-proven': () => security({ ...settled, limits: [], isProven: false }, 'PROOF_NEEDED'),
  'security-passkey-needed': () => security({ ...settled, passkeys: [passkey], isProven: false }, 'PASSKEY_NEEDED'),
  'security-no-answer': () => security({ ...newcomer, isProven: false }, 'NO_ANSWER'),
}
