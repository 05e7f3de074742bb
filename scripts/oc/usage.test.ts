import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from './program'
import { processTerminal } from './terminal'
import { runCommand, runJson } from './testing/run-command'

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

function pathOf(command: Command): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : []
}

const commands = leaves(createProgram(async () => undefined, processTerminal)).map((command) => pathOf(command))

test('these commands are there, and no others', () => {
  expect(commands.map((path) => path.join(' ')).sort()).toEqual([
    'app add',
    'app list',
    'app revoke',
    'app rotate',
    'app rotate-signing-secret',
    'app set',
    'deliveries list',
    'deliveries resend',
    'deliveries show',
    'doctor',
    'keys generate',
    'keys list',
    'keys rotate',
    'ledger accounts',
    'ledger check',
    'listen',
    'migrate',
    'partner add',
    'partner list',
    'partner reserve-thresholds',
    'partner reserves',
    'partner statement',
    'partner withdraw',
    'payout create',
    'payout list',
    'payout return',
    'proofs assign',
    'proofs list',
    'refund approve',
    'refund create',
    'refund list',
    'refund reject',
    'settlements give-up',
    'settlements list',
    'settlements path',
    'settlements retry',
    'settlements show',
    'trigger',
    'user add',
    'user credit',
    'user forget-passkeys',
    'user list',
    'user show',
    'verify-proof',
  ])
})

describe.each(commands.map((path) => ({ path, name: path.join(' ') })))('$name --help', ({ path, name }) => {
  test('says what it does with an example that begins with its own name, and takes --json', async () => {
    const { out, err, exitCode } = await runCommand([...path, '--help'])
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 })
    expect(out).toContain(`\nExamples:\n  npm run oc -- ${name}`)
    expect(out).toContain('--json')
  })
})

test.each([
  ['no command', []],
  ['a group without a command', ['user']],
  ['a command that is not there', ['frobnicate']],
  ['an option that is not there', ['user', 'list', '--frobnicate']],
  ['a missing option', ['user', 'add']],
  ['a missing argument', ['deliveries', 'show']],
  ['one argument too many', ['verify-proof', 'a.json', 'b.json']],
  ['an address that is none', ['user', 'add', '--email', 'ada']],
  ['an OCID that is none', ['partner', 'add', '--ocid', '-1']],
  ['a limit that is none', ['user', 'list', '--limit', '0']],
  ['a day that is none', ['partner', 'statement', '--ocid', '4', '--from', '2026-02-30', '--to', '2026-03-01']],
  ['a state that is none', ['settlements', 'list', '--state', 'LOST']],
  ['a refund without a reason', ['refund', 'create', '--payment', 'pay_1', '--amount', 'USD=1']],
  ['a rejection without a reason', ['refund', 'reject', 'rfd_1']],
  ['a status that no refund has', ['refund', 'list', '--status', 'LOST']],
  ['giving up without a reason', ['settlements', 'give-up', 'stl_1']],
  ['a status that is none', ['deliveries', 'list', '--status', 'LOST']],
  ['blocking and unblocking at once', ['partner', 'add', '--ocid', '300', '--block', '--unblock']],
  ['a reference that a payment could have', ['user', 'add', '--email', 'ada@example.com', '--reference', 'tx_1']],
  ['a proof for two', ['proofs', 'assign', '--issuer', '1', '--txid', 't', '--email', 'a@b.example', '--partner', '3']],
  ['a reason of nothing', ['user', 'credit', '--email', 'ada@example.com', '--amount', 'USD=1', '--reason', ' ']],
])('%s is wrong usage: exit code 2, words on standard error, nothing on standard output', async (_, argv) => {
  const { out, err, exitCode } = await runCommand(argv)
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 2 })
  expect(err).not.toBe('')
})

test('with --json, wrong usage is a document too', async () => {
  const { document, exitCode } = await runJson(['user', 'add'])
  expect(exitCode).toBe(2)
  expect(document).toEqual({ error: { message: expect.stringContaining('--email') } })
})
