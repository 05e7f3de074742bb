import { recordAudit } from '@/lib/audit/audit-store'
import { addUser, findUser, type ReceivingNames } from '@/lib/auth/user-store'
import { inTransaction } from '@/lib/db/transaction'
import type { Money } from '@/lib/money/money'
import { ok } from '@/lib/opencharge/result'
import { creditWalletWithin } from '@/lib/wallet/credit-wallet'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { collect, emailValue, ocidValue, referenceValue } from './option-values'
import { hasRoomFor, noRoom } from './room-for-credit'

interface Options extends ReceivingNames {
  readonly email: string
  readonly balance?: readonly string[]
}

export const userAdd = defineCommand<Options>({
  syntax: 'add',
  summary: 'add a person, with money if you say so',
  details:
    'People also make their own account when they first sign in; this is for the first ones, and for those who start with money. The money enters from cash-in, and the audit log names you.',
  examples: [
    'user add --email ada@example.com',
    'user add --email ada@example.com --balance USD=100.00 --balance UGX=50000',
    'user add --email ada@example.com --reference ada --ocid 4711',
  ],
  shape: (command) =>
    command
      .requiredOption('--email <address>', 'the address to sign in with', emailValue)
      .option('--balance <currency=amount>', 'money to start with; may be repeated', collect)
      .option('--reference <text>', 'what others name to pay this person through us; never changes', referenceValue)
      .option('--ocid <number>', "the person's own identity on the network; never changes", ocidValue),
  run: async (session, { email, balance = [], ocid, reference }) => {
    const { CURRENCIES } = await session.database()
    const parsed = balance.map((text) => parseMoneyOption(text, CURRENCIES))
    const wrong = parsed.find((money) => !money.ok)
    if (wrong && !wrong.ok) return misuse(wrong.error)
    const moneys = parsed.flatMap((money) => (money.ok ? [money.value] : []))
    const codes = moneys.map(({ currency }) => currency.code)
    const double = codes.find((code, index) => codes.indexOf(code) !== index)
    if (double) return misuse(`${double} is given twice: add the two amounts up.`)
    for (const money of moneys) if (!(await hasRoomFor(money, undefined))) return refuse(noRoom)
    const texts = moneys.map(({ amountMinor, currency }) => moneyText(amountMinor, currency.code, CURRENCIES))
    const details = texts.length > 0 ? `with ${texts.join(' and ')}` : 'without money'
    const person = await addPerson(email, { ocid, reference }, moneys, details)
    if (!person) return refuse(await whatIsTaken(email))
    const credited = moneys.map(({ amountMinor, currency }) => moneyJson(amountMinor, currency.code, CURRENCIES))
    const json = { id: person.id, email, reference: person.reference, ocid: ocid ?? null, credited }
    return ok({ json, lines: [`Added ${email} ${details}.`] })
  },
})

/** The new person; undefined when the address or a name is taken, and then nothing was written. */
async function addPerson(email: string, names: ReceivingNames, moneys: readonly Money[], details: string) {
  return inTransaction(async (tx) => {
    const person = await addUser(tx, email, names)
    if (!person) return undefined
    for (const money of moneys)
      await creditWalletWithin(tx, { userId: person.id, mode: 'LIVE', money, reason: 'CREDIT' })
    await recordAudit(tx, { actor: actor(), action: 'user.add', subject: email, details })
    return person
  })
}

async function whatIsTaken(email: string): Promise<string> {
  if (!(await findUser(email))) return 'That reference or OCID is of another person already. Choose another.'
  return `${email} is there already. "npm run oc -- user credit --email ${email}" adds money.`
}
