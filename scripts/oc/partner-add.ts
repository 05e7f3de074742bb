import { type Command, Option } from 'commander'
import { recordAudit } from '@/lib/audit/audit-store'
import type { CurrencyTable } from '@/lib/money/currency'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type Partner, putPartner } from '@/lib/partners/partner-store'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { bookingOnce } from './new-booking'
import { bankReferenceValue, collect, ocidValue } from './option-values'
import { addReserve, hasRoomForReserve, readReserves, reserveJson, reserveLine } from './partner-reserves'
import { partnerLine } from './partner-text'
import { noRoom } from './room-for-credit'

interface Options {
  readonly ocid: number
  readonly gatewayAccount?: boolean
  readonly merchantAccount?: boolean
  readonly theirReserve?: readonly string[]
  readonly ourReserve?: readonly string[]
  readonly reference?: string
  readonly currencies?: string
  readonly capability?: readonly string[]
  readonly block?: boolean
  readonly unblock?: boolean
}

/** The capabilities that protocol section 3 names. */
const networkCapabilities = [
  'checkout.create',
  'orders.create.session',
  'orders.create',
  'orders.status',
  'orders.checkout',
  'transfer.create',
  'transfer.webhook',
  'payment.create',
  'payment.settle',
  'verify.txid',
  'payment.receive',
]

export const partnerAdd = defineCommand<Options>({
  syntax: 'add',
  summary: 'write down, or change, what is agreed with another identity',
  details:
    'What you do not name stays as it is. Gateways that run see a change within two seconds. The audit log names you. Reserves are added to what is there, under the same reference once; without one, running the command twice adds twice.',
  examples: [
    'partner add --ocid 300 --gateway-account',
    'partner add --ocid 300 --currencies USD,EUR --capability payment.create',
    'partner add --ocid 300 --currencies all',
    'partner add --ocid 300 --their-reserve USD=500.00',
    'partner add --ocid 400 --our-reserve USD=1000.00 --reference "bank transfer 2026-119"',
    'partner add --ocid 666 --block',
  ],
  shape,
  run: async (session, options) => {
    const { CURRENCIES } = await session.database()
    const change = readChange(options, CURRENCIES)
    if (!change.ok) return misuse(change.error)
    const reserves = readReserves(options, CURRENCIES)
    if (!reserves.ok) return misuse(reserves.error)
    if (options.reference !== undefined && reserves.value.length === 0)
      return misuse('--reference names a deposit: there is none.')
    for (const reserve of reserves.value) if (!(await hasRoomForReserve(reserve))) return refuse(noRoom)
    const added = await bookingOnce(async (tx) => {
      const agreed = await putPartner(tx, options.ocid, change.value)
      const subject = `OCID ${options.ocid}`
      await recordAudit(tx, { actor: actor(), action: 'partner.add', subject, details: JSON.stringify(change.value) })
      for (const reserve of reserves.value) await addReserve(tx, reserve, options.reference)
      return agreed
    })
    if (!added.ok) return refuse(added.error)
    const partner = added.value
    const json = { ...partner, added: reserves.value.map((reserve) => reserveJson(reserve, CURRENCIES)) }
    return ok({ json, lines: [partnerLine(partner), ...reserves.value.map((one) => reserveLine(one, CURRENCIES))] })
  },
})

function shape(command: Command): Command {
  return command
    .requiredOption('--ocid <number>', 'who', ocidValue)
    .option('--gateway-account', 'it keeps an account with us, into which we settle by our own proof')
    .option('--no-gateway-account', 'it keeps none any more')
    .option('--merchant-account', 'it is a merchant whose account is with us: others can pay into it')
    .option('--no-merchant-account', 'it is not; an account that it has stays')
    .option(
      '--their-reserve <currency=amount>',
      'it deposited this with us, and can spend it; may be repeated',
      collect,
    )
    .option('--our-reserve <currency=amount>', 'we deposited this there; may be repeated', collect)
    .option('--reference <text>', 'your name for the payment that made the deposit: booked once', bankReferenceValue)
    .option('--currencies <list>', 'settle with it only in these, like USD,EUR; "all" lifts the limit')
    .option(
      '--capability <name>',
      'a capability beyond those of everybody; may be repeated; "none" takes all back',
      collect,
    )
    .addOption(new Option('--block', 'refuse its requests').conflicts('unblock'))
    .option('--unblock', 'take its requests again')
}

type Change = Partial<Omit<Partner, 'ocid'>>

function readChange(options: Options, currencies: CurrencyTable): Result<Change, string> {
  const { gatewayAccount, merchantAccount, block, unblock } = options
  const codes = readCodes(options.currencies, currencies)
  if (!codes.ok) return codes
  const capabilities = readCapabilities(options.capability)
  if (!capabilities.ok) return capabilities
  return ok({
    ...(gatewayAccount !== undefined && { gatewayAccount }),
    ...(merchantAccount !== undefined && { merchantAccount }),
    ...((block || unblock) && { blocked: block === true }),
    ...(codes.value && { currencies: codes.value }),
    ...(capabilities.value && { capabilities: capabilities.value }),
  })
}

function readCodes(list: string | undefined, currencies: CurrencyTable): Result<string[] | undefined, string> {
  if (list === undefined) return ok(undefined)
  if (list === 'all') return ok([])
  const codes = [...new Set(list.split(',').map((code) => code.trim()))]
  const unknown = codes.find((code) => !currencies.has(code))
  if (unknown === undefined) return ok(codes)
  return err(
    `"${unknown}" is not a currency of this gateway (${[...currencies.keys()].join(', ')}). CURRENCIES lists them.`,
  )
}

function readCapabilities(names: readonly string[] | undefined): Result<string[] | undefined, string> {
  if (names === undefined) return ok(undefined)
  if (names.length === 1 && names[0] === 'none') return ok([])
  const unknown = names.find((name) => !networkCapabilities.includes(name))
  if (unknown === undefined) return ok([...new Set(names)])
  return err(`"${unknown}" is not a capability of the network. It has ${networkCapabilities.join(', ')}.`)
}
