import { Command } from 'commander'
import { appAdd } from './app-add'
import { appList } from './app-list'
import { appRevoke } from './app-revoke'
import { appRotate } from './app-rotate'
import { appRotateSigningSecret } from './app-rotate-signing-secret'
import { appSet } from './app-set'
import { asSentence, type Runner } from './command'
import { deliveriesList } from './deliveries-list'
import { deliveriesResend } from './deliveries-resend'
import { deliveriesShow } from './deliveries-show'
import { doctor } from './doctor'
import { keysGenerate } from './keys-generate'
import { keysList } from './keys-list'
import { keysRotate } from './keys-rotate'
import { ledgerAccounts } from './ledger-accounts'
import { ledgerCheck } from './ledger-check'
import { listen } from './listen'
import { migrate } from './migrate'
import { partnerAdd } from './partner-add'
import { partnerList } from './partner-list'
import { partnerReserveList } from './partner-reserve-list'
import { partnerReserveThresholds } from './partner-reserve-thresholds'
import { partnerStatement } from './partner-statement'
import { partnerWithdraw } from './partner-withdraw'
import { payoutCreate } from './payout-create'
import { payoutList } from './payout-list'
import { payoutReturn } from './payout-return'
import { proofsAssign } from './proofs-assign'
import { proofsList } from './proofs-list'
import { refundApprove } from './refund-approve'
import { refundCreate } from './refund-create'
import { refundList } from './refund-list'
import { refundReject } from './refund-reject'
import { settlementsGiveUp } from './settlements-give-up'
import { settlementsList } from './settlements-list'
import { settlementsPath } from './settlements-path'
import { settlementsRetry } from './settlements-retry'
import { settlementsShow } from './settlements-show'
import type { Terminal } from './terminal'
import { trigger } from './trigger'
import { userAdd } from './user-add'
import { userCredit } from './user-credit'
import { userForgetPasskeys } from './user-forget-passkeys'
import { userList } from './user-list'
import { userShow } from './user-show'
import { verifyProof } from './verify-proof'

const groups = [
  {
    name: 'app',
    summary: 'shops that take payments with an API key',
    commands: [appAdd, appList, appSet, appRotate, appRevoke, appRotateSigningSecret],
  },
  {
    name: 'keys',
    summary: 'signing keys: make one, replace ours, list those that were seen',
    commands: [keysGenerate, keysRotate, keysList],
  },
  {
    name: 'user',
    summary: 'people and their wallets',
    commands: [userAdd, userCredit, userForgetPasskeys, userList, userShow],
  },
  {
    name: 'partner',
    summary: 'what is agreed with other gateways',
    commands: [
      partnerAdd,
      partnerList,
      partnerReserveList,
      partnerReserveThresholds,
      partnerStatement,
      partnerWithdraw,
    ],
  },
  { name: 'ledger', summary: 'the books', commands: [ledgerCheck, ledgerAccounts] },
  {
    name: 'payout',
    summary: 'money that you pay out outside the network',
    commands: [payoutCreate, payoutReturn, payoutList],
  },
  { name: 'proofs', summary: 'money that others moved to us', commands: [proofsList, proofsAssign] },
  {
    name: 'settlements',
    summary: 'payments that others settle for us',
    commands: [settlementsList, settlementsShow, settlementsRetry, settlementsGiveUp, settlementsPath],
  },
  {
    name: 'refund',
    summary: 'money that goes back to whoever paid',
    commands: [refundCreate, refundApprove, refundReject, refundList],
  },
  { name: 'deliveries', summary: 'webhooks', commands: [deliveriesList, deliveriesShow, deliveriesResend] },
] as const

/** Every command, ready to parse a command line. */
export function createProgram(runner: Runner, terminal: Terminal): Command {
  const program = new Command('npm run oc --')
    .description("The operator's tool. It works on the gateway's own database, whether the gateway runs or not.")
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: terminal.note })
    .showHelpAfterError('Add --help to see how it is used.')
    .addHelpText(
      'after',
      '\nEvery command takes --json and --help. Exit codes: 0 fine, 1 a fault was found, 2 wrong usage.',
    )
  migrate(program, runner)
  doctor(program, runner)
  for (const { name, summary, commands } of groups) {
    const group = program.command(name).summary(summary).description(asSentence(summary))
    for (const add of commands) add(group, runner)
  }
  verifyProof(program, runner)
  listen(program, runner)
  trigger(program, runner)
  return program
}
