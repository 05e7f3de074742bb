import { describe, expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
import { checkLedger } from '@/lib/ledger/check-ledger'
import { findPartner, savePartner } from '@/lib/partners/partner-store'
import { runCommand, runJson } from './testing/run-command'

useTestDatabase()

const add = (...options: string[]) => runCommand(['partner', 'add', '--ocid', '300', ...options])

test('what is not named stays as it was agreed', async () => {
  await add('--gateway-account', '--currencies', 'USD,EUR')
  await add('--capability', 'payment.create', '--capability', 'payment.settle')
  await add('--block')
  expect(await findPartner(300)).toEqual({
    ocid: 300,
    gatewayAccount: true,
    merchantAccount: false,
    blocked: true,
    currencies: ['USD', 'EUR'],
    capabilities: ['payment.create', 'payment.settle'],
  })
})

test('every part of an agreement can be taken back', async () => {
  await add('--no-gateway-account', '--currencies', 'all', '--capability', 'none', '--unblock')
  expect(await findPartner(300)).toEqual({
    ocid: 300,
    gatewayAccount: false,
    merchantAccount: false,
    blocked: false,
    currencies: [],
    capabilities: [],
  })
})

test('an agreement that was written without lists can be changed', async () => {
  await savePartner(301, { gatewayAccount: true })
  expect(await findPartner(301)).toMatchObject({ currencies: [], capabilities: [] })
  const { out } = await runCommand(['partner', 'add', '--ocid', '301', '--currencies', 'USD'])
  expect(out).toBe('Partner 301 keeps an account with us, settles in USD only.\n')
})

test('each change stands in the audit log with what was changed', async () => {
  const entries = await sql(
    "SELECT subject, details FROM audit_entries WHERE action = 'partner.add' AND subject = 'OCID 300' ORDER BY id",
  )
  expect(entries.map(({ subject }) => subject)).toEqual(Array(4).fill('OCID 300'))
  expect(entries.map(({ details }) => JSON.parse(String(details)))).toEqual([
    { gatewayAccount: true, currencies: ['USD', 'EUR'] },
    { capabilities: ['payment.create', 'payment.settle'] },
    { blocked: true },
    { gatewayAccount: false, blocked: false, currencies: [], capabilities: [] },
  ])
})

test('a currency or capability that does not exist is refused as a whole, and nothing is written', async () => {
  const before = await countOf('audit_entries')
  expect(await add('--block', '--currencies', 'USD,XYZ')).toMatchObject({ exitCode: 2 })
  expect(await add('--block', '--capability', 'payment.crate')).toMatchObject({ exitCode: 2 })
  expect(await findPartner(300)).toMatchObject({ blocked: false })
  expect(await countOf('audit_entries')).toBe(before)
})

test('OCID 0 can be a partner', async () => {
  await runCommand(['partner', 'add', '--ocid', '0', '--gateway-account'])
  const { document } = await runJson(['partner', 'list'])
  expect(document).toMatchObject({ partners: [{ ocid: 0, gatewayAccount: true }, { ocid: 300 }, { ocid: 301 }] })
})

test('a merchant whose account is with us is agreed on and taken back', async () => {
  const { out } = await runCommand(['partner', 'add', '--ocid', '302', '--merchant-account'])
  expect(out).toBe('Partner 302 keeps an account with us as a merchant, settles in every currency.\n')
  expect(await findPartner(302)).toMatchObject({ merchantAccount: true })
  await runCommand(['partner', 'add', '--ocid', '302', '--no-merchant-account'])
  expect(await findPartner(302)).toMatchObject({ merchantAccount: false })
})

describe('reserves', () => {
  const reserves = ['--their-reserve', 'USD=500.00', '--their-reserve', 'KWD=1.005', '--our-reserve', 'USD=1000.00']
  const books = () =>
    sql(`SELECT kind, currency, sum(p.amount_minor)::text AS minor FROM ledger_accounts a JOIN account_postings p ON p.account_id = a.id
      WHERE ocid = 303 GROUP BY kind, currency ORDER BY kind, currency`)

  test('are added to once under one reference, and the rest of such a command changes nothing either', async () => {
    const add = (...more: string[]) => runCommand(['partner', 'add', '--ocid', '305', ...more])
    const named = ['--reference', 'bank 2026-121']
    expect(await add('--our-reserve', 'USD=10.00', ...named)).toMatchObject({ exitCode: 0 })
    const again = await add('--gateway-account', '--their-reserve', 'USD=1.00', '--our-reserve', 'USD=10.00', ...named)
    expect(again).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('as a deposit in USD to our reserve at OCID 305'),
    })
    expect(await findPartner(305)).toMatchObject({ gatewayAccount: false })
    expect(await countOf('ledger_accounts', 'ocid = 305')).toBe(1)
    expect(await add('--our-reserve', 'EUR=10.00', ...named)).toMatchObject({ exitCode: 0 })
    expect(await add(...named)).toMatchObject({ exitCode: 2 })
    expect(await checkLedger()).toEqual([])
  })

  describe('are taken out of again', () => {
    const withdraw = (side: '--their-reserve' | '--our-reserve', amount: string, reference: string) =>
      runCommand([
        'partner',
        'withdraw',
        '--ocid',
        '306',
        side,
        amount,
        '--reference',
        reference,
        '--reason',
        'a mistake',
      ])
    const standings = async () => {
      const { document } = await runJson(['ledger', 'accounts'])
      const { accounts } = document as {
        accounts: { ocid: number | null; kind: string; balance: { amountMinor: string } }[]
      }
      return Object.fromEntries(
        accounts.filter(({ ocid }) => ocid === 306).map(({ kind, balance }) => [kind, balance.amountMinor]),
      )
    }

    test('on either side, once under one reference, and never further than there is', async () => {
      await runCommand(['partner', 'add', '--ocid', '306', '--their-reserve', 'USD=5.00', '--our-reserve', 'USD=7.00'])
      expect(await withdraw('--their-reserve', 'USD=5.01', 'bank 1')).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('There is less than 5.01 USD in what partner 306 has in reserve with us'),
      })
      // What was refused has not used its reference up.
      expect((await withdraw('--their-reserve', 'USD=2.00', 'bank 1')).out).toMatch(
        /^Took 2\.00 USD out of what partner 306 has in reserve with us \(transfer [0-9]+, bank 1\)\.\n$/,
      )
      expect(await withdraw('--their-reserve', 'USD=2.00', 'bank 1')).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('"bank 1" is booked already'),
      })
      expect(await withdraw('--our-reserve', 'USD=7.01', 'bank 1')).toMatchObject({ exitCode: 1 })
      expect(await withdraw('--our-reserve', 'USD=7.00', 'bank 1')).toMatchObject({ exitCode: 0 })
      expect(await standings()).toEqual({ PARTNER_RESERVE: '300', OUR_RESERVE: '0' })
      expect(await countOf('audit_entries', "action = 'partner.withdraw'")).toBe(2)
      expect(await checkLedger()).toEqual([])
    })

    test('not what was never there, nor on both sides at once', async () => {
      const before = await countOf('ledger_accounts', 'true')
      expect(await withdraw('--our-reserve', 'EUR=1.00', 'bank 2')).toMatchObject({ exitCode: 1 })
      expect(await countOf('ledger_accounts', 'true')).toBe(before)
      const both = [
        '--their-reserve',
        'USD=1.00',
        '--our-reserve',
        'USD=1.00',
        '--reference',
        'bank 3',
        '--reason',
        'why not',
      ]
      expect(await runCommand(['partner', 'withdraw', '--ocid', '306', ...both])).toMatchObject({ exitCode: 2 })
      const neither = ['--reference', 'bank 3', '--reason', 'why not']
      expect(await runCommand(['partner', 'withdraw', '--ocid', '306', ...neither])).toMatchObject({ exitCode: 2 })
    })
  })

  test('are added to, as often as the command runs, and the audit log says so', async () => {
    const argv = ['partner', 'add', '--ocid', '303', ...reserves]
    const { out } = await runCommand(argv)
    expect(out).toContain('Added 500.00 USD to what partner 303 has in reserve with us.\n')
    expect(out).toContain('Added 1000.00 USD to what we have in reserve at partner 303.\n')
    const { document } = await runJson(argv)
    expect(document).toMatchObject({
      added: [
        { side: 'theirs', amountMinor: '50000' },
        { side: 'theirs', amountMinor: '1005' },
        { side: 'ours', amountMinor: '100000' },
      ],
    })
    expect(await books()).toEqual([
      { kind: 'PARTNER_RESERVE', currency: 'KWD', minor: '2010' },
      { kind: 'PARTNER_RESERVE', currency: 'USD', minor: '100000' },
      { kind: 'OUR_RESERVE', currency: 'USD', minor: '-200000' },
    ])
    const entries = await sql(
      "SELECT details FROM audit_entries WHERE action = 'partner.reserve' AND subject = 'OCID 303' ORDER BY id LIMIT 3",
    )
    expect(entries.map(({ details }) => details)).toEqual([
      'theirs: 500.00 USD',
      'theirs: 1.005 KWD',
      'ours: 1000.00 USD',
    ])
    expect(await checkLedger()).toEqual([])
  })

  test.each([
    ['of a currency that is not there', ['--their-reserve', 'XYZ=1.00']],
    ['with too many digits', ['--our-reserve', 'USD=1.001']],
    ['one of which is named twice', ['--our-reserve', 'USD=1.00', '--our-reserve', 'USD=2.00']],
  ])('%s are refused, and the agreement stays', async (_, options) => {
    const before = await books()
    expect(await runCommand(['partner', 'add', '--ocid', '303', '--block', ...options])).toMatchObject({ exitCode: 2 })
    expect(await findPartner(303)).toMatchObject({ blocked: false })
    expect(await books()).toEqual(before)
  })

  test('beyond what the database can hold are refused in a sentence', async () => {
    process.env.CURRENCIES = 'USD,USDT:18'
    const add = () => runCommand(['partner', 'add', '--ocid', '304', '--our-reserve', 'USDT=9.223372036854775807'])
    expect(await add()).toMatchObject({ exitCode: 0 })
    const again = await add()
    delete process.env.CURRENCIES
    expect(again).toMatchObject({ exitCode: 1, err: expect.stringContaining('larger than the database can hold') })
  })
})
