import { findUser } from '@/lib/auth/user-store'
import { listAccounts } from '@/lib/ledger/balance-store'
import { ok } from '@/lib/opencharge/result'
import { defineCommand, refuse } from './command'
import { emailValue } from './option-values'
import { momentText } from './text-table'
import { walletJson, walletTable } from './wallet-text'

const MOST_WALLETS = 1000

export const userShow = defineCommand<{ readonly email: string }>({
  syntax: 'show',
  summary: 'show a person and the wallets',
  examples: ['user show --email ada@example.com'],
  shape: (command) => command.requiredOption('--email <address>', 'whose', emailValue),
  run: async (session, { email }) => {
    const { CURRENCIES } = await session.database()
    const person = await findUser(email)
    if (!person) return refuse(`There is no ${email}. "npm run oc -- user list" shows who there is.`)
    const wallets = await listAccounts({ userId: person.id }, MOST_WALLETS)
    const lines = [
      `${person.email}, since ${momentText(person.createdAt)}, ${person.verifiedAt ? 'has signed in' : 'has never signed in'}`,
      `id ${person.id}`,
      `receives as ${person.reference}${person.ocid === null ? '' : `, and as OCID ${person.ocid}`}`,
      '',
      ...walletTable(wallets, CURRENCIES),
    ]
    return ok({ json: { ...person, wallets: wallets.map((wallet) => walletJson(wallet, CURRENCIES)) }, lines })
  },
})
