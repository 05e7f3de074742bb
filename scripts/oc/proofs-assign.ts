import { Option } from 'commander'
import { recordAudit } from '@/lib/audit/audit-store'
import { findUser } from '@/lib/auth/user-store'
import { inTransaction } from '@/lib/db/transaction'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { findPartner } from '@/lib/partners/partner-store'
import { type Assignee, type AssignRefusal, assignProof } from '@/lib/receiving/assign-proof'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText } from './money-text'
import { emailValue, ocidValue } from './option-values'

interface Options {
  readonly issuer: number
  readonly txid: string
  readonly email?: string
  readonly partner?: number
}

export const proofsAssign = defineCommand<Options>({
  syntax: 'assign',
  summary: 'say whose the money of an unmatched proof is',
  details:
    "It leaves suspense for a person's wallet or a partner's reserve with us, whole and once; nothing takes that back. The audit log names you.",
  examples: [
    'proofs assign --issuer 400 --txid tx_5f0c… --email ada@example.com',
    'proofs assign --issuer 400 --txid tx_5f0c… --partner 300',
  ],
  shape: (command) =>
    command
      .requiredOption('--issuer <number>', 'who issued the proof', ocidValue)
      .requiredOption('--txid <text>', 'its txid, as "proofs list --unmatched" shows it')
      .addOption(
        new Option('--email <address>', 'to the wallet of this person').argParser(emailValue).conflicts('partner'),
      )
      .option('--partner <number>', "to this partner's reserve with us", ocidValue),
  run: async (session, options) => {
    const { CURRENCIES } = await session.database()
    if (options.email === undefined && options.partner === undefined) return misuse('Name --email or --partner.')
    const payee = await findPayee(options)
    if (!payee.ok) return refuse(payee.error)
    const assigned = await assign(options, payee.value)
    if (!assigned.ok) return refuse(refusals[assigned.error](options))
    const { amountMinor, currency, transferId } = assigned.value
    const amount = moneyText(amountMinor, currency, CURRENCIES)
    const { issuer, txid } = options
    const json = { issuer, txid, to: payee.value.name, transferId, ...moneyJson(amountMinor, currency, CURRENCIES) }
    return ok({ json, lines: [`${amount} of proof ${txid} went to ${payee.value.name} (transfer ${transferId}).`] })
  },
})

interface Payee {
  readonly name: string
  readonly owner: Assignee
}

async function findPayee({ email, partner: ocid = 0 }: Options): Promise<Result<Payee, string>> {
  if (email !== undefined) {
    const person = await findUser(email)
    if (!person) return err(`There is no ${email}. "npm run oc -- user list" shows who there is.`)
    return ok({ name: email, owner: { kind: 'USER_WALLET', userId: person.id } })
  }
  if (await findPartner(ocid)) return ok({ name: `partner ${ocid}`, owner: { kind: 'PARTNER_RESERVE', ocid } })
  return err(
    `Nothing is agreed with OCID ${ocid}. "npm run oc -- partner add --ocid ${ocid}" writes an agreement down.`,
  )
}

/** The deed and its entry in the audit log, neither without the other. */
async function assign({ issuer, txid }: Options, { name, owner }: Payee) {
  return inTransaction(async (tx) => {
    const assigned = await assignProof(tx, { issuer, txid }, owner)
    if (!assigned.ok) return assigned
    const details = `to ${name}, transfer ${assigned.value.transferId}`
    await recordAudit(tx, { actor: actor(), action: 'proof.assign', subject: `proof ${txid} of ${issuer}`, details })
    return assigned
  })
}

const refusals: Record<AssignRefusal, (options: Options) => string> = {
  NOT_FOUND: ({ issuer, txid }) =>
    `No proof ${txid} of issuer ${issuer} was received. "proofs list" shows those that were.`,
  CREDITED: ({ txid }) => `The money of proof ${txid} is not in suspense: whom it names was credited.`,
  ASSIGNED: ({ txid }) => `The money of proof ${txid} was assigned before, and that cannot be taken back.`,
}
