import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkLedger } from '@/lib/ledger/check-ledger'
import {
  makeApplicationPayment,
  makeApplicationRow,
  makeInvoiceRow,
  payingStatements,
} from '@/lib/ledger/testing/application-rows'
import { countOf, sql } from './testing/sql'
import { useTestDatabase } from './testing/use-test-database'

useTestDatabase()

let application: string

beforeEach(async () => {
  application = await makeApplicationRow()
})
afterEach(async () => expect(await checkLedger()).toEqual([]))

const eventOf = async (subject: string) => {
  const [row] = await sql(`SELECT id FROM app_events WHERE subject_id = '${subject}'`)
  return String(row?.id)
}

describe('of a payment of an application the database refuses', () => {
  test('money that goes to another application', async () => {
    const payment = await makeApplicationPayment(application)
    const other = await makeApplicationPayment(await makeApplicationRow())
    await expect(sql(...payingStatements({ ...payment, payee: other.payee }))).rejects.toThrow(
      'cannot succeed without its posted transfer',
    )
  })

  test('success without a payer that is no test, and with a payer that is one', async () => {
    const [live, tested] = [
      await makeApplicationPayment(application),
      await makeApplicationPayment(application, 'TEST'),
    ]
    const nobody = payingStatements(live).map((text) => text.replace(/payer_id = '[^']*'/, 'payer_id = NULL'))
    await expect(sql(...nobody)).rejects.toMatchObject({ constraint: 'payment_has_payer' })
    const [transfer = '', success = ''] = payingStatements(tested, 'TEST')
    const somebody = success.replace('payer_id = NULL', `payer_id = '${tested.payer}'`)
    await expect(sql(transfer, somebody)).rejects.toMatchObject({ constraint: 'payment_has_payer' })
  })

  test('another application, and another word of what was said of it', async () => {
    const { id } = await makeApplicationPayment(application)
    const stranger = await makeApplicationRow()
    await expect(sql(`UPDATE payments SET application_id = '${stranger}' WHERE id = '${id}'`)).rejects.toThrow(
      'whose payment',
    )
    for (const change of ["customer_reference = 'x'", "metadata = '{}'", "mode = 'TEST'"])
      await expect(sql(`UPDATE app_payments SET ${change} WHERE payment_id = '${id}'`)).rejects.toThrow('cannot change')
    await expect(sql(`DELETE FROM app_payments WHERE payment_id = '${id}'`)).rejects.toThrow('never deleted')
  })

  test('an outcome of the sandbox where money is meant', async () => {
    const { id } = await makeApplicationPayment(application)
    await expect(
      sql(`UPDATE app_payments SET sandbox_due_at = now() WHERE payment_id = '${id}'`),
    ).rejects.toMatchObject({ constraint: 'sandbox_is_for_tests' })
  })
})

describe('of an event the database refuses', () => {
  test('any change but that it was announced, and that it is forgotten', async () => {
    const payment = await makeApplicationPayment(application)
    await sql(...payingStatements(payment))
    const id = await eventOf(payment.id)
    for (const change of ["type = 'payment.failed'", "subject_id = 'x'", 'occurred_at = now()'])
      await expect(sql(`UPDATE app_events SET ${change} WHERE id = '${id}'`)).rejects.toThrow('cannot change')
    await expect(sql(`DELETE FROM app_events WHERE id = '${id}'`)).rejects.toThrow('never forgotten')
    await sql(`UPDATE app_events SET announced_at = now() WHERE id = '${id}'`)
  })

  test('a delivery to nobody, and one to two', async () => {
    const deliver = (ocid: string, app: string) =>
      sql(`INSERT INTO deliveries (id, receiver_ocid, application_id, body) VALUES ('dlv_x', ${ocid}, ${app}, '{}')`)
    for (const [ocid, app] of [
      ['NULL', 'NULL'],
      ['300', `'${application}'`],
    ] as const)
      await expect(deliver(ocid, app)).rejects.toMatchObject({ constraint: 'delivery_has_receiver' })
  })
})

describe('of an invoice the database refuses', () => {
  const paidInvoice = async () => {
    const id = await makeInvoiceRow(application, 1)
    await sql(...payingStatements(await makeApplicationPayment(application, 'LIVE', id)))
    return id
  }
  const update = (id: string, change: string) => sql(`UPDATE invoices SET ${change} WHERE id = '${id}'`)

  test('another total, number, customer or currency than it was issued with', async () => {
    const id = await makeInvoiceRow(application, 1)
    for (const change of ['total_minor = 1', 'number = 2', "customer_reference = 'x'", "currency = 'EUR'"])
      await expect(update(id, change)).rejects.toThrow('cannot change')
  })

  test('the number of another one', async () => {
    await makeInvoiceRow(application, 1)
    await expect(makeInvoiceRow(application, 1)).rejects.toThrow('invoices_application_id_mode_number_key')
    await makeInvoiceRow(application, 2)
  })

  test('that a paid one is unpaid again, or paid twice', async () => {
    const id = await paidInvoice()
    expect(await sql(`SELECT status, paid_minor AS paid FROM invoices WHERE id = '${id}'`)).toEqual([
      { status: 'PAID', paid: '500' },
    ])
    await expect(update(id, "status = 'ISSUED', paid_minor = 0, paid_at = NULL")).rejects.toThrow('cannot go back')
    const again = await makeApplicationPayment(application, 'LIVE', id)
    await expect(sql(...payingStatements(again))).rejects.toMatchObject({ constraint: 'invoice_not_overpaid' })
  })

  test('a state that its amounts deny', async () => {
    const id = await makeInvoiceRow(application, 1)
    for (const change of ["status = 'PAID', paid_at = now()", 'paid_minor = 1', "status = 'PARTIALLY_PAID'"])
      await expect(update(id, change)).rejects.toMatchObject({ constraint: 'invoice_state' })
  })

  test('that it is deleted, because its number would be missing', async () => {
    const id = await makeInvoiceRow(application, 1)
    await expect(sql(`DELETE FROM invoices WHERE id = '${id}'`)).rejects.toThrow('its number would be missing')
    expect(await countOf('invoices', `id = '${id}'`)).toBe(1)
  })
})
