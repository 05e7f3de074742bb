import { expect, test } from 'vitest'
import { countOf, sql } from '@/lib/db/testing/sql'
import { useTestDatabase } from '@/lib/db/testing/use-test-database'
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
