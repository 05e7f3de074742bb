import { type Command, Option } from 'commander'
import { recordAudit } from '@/lib/audit/audit-store'
import { findAccount } from '@/lib/ledger/account-store'
import type { Money } from '@/lib/money/money'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type ReserveSide, withdrawReserve } from '@/lib/providers/book-reserve'
import { actor } from './actor'
import { defineCommand, misuse, refuse } from './command'
import { moneyJson, moneyText, parseMoneyOption } from './money-text'
import { type Booking, bookingOnce, claimBooking } from './new-booking'
import { bankReferenceValue, ocidValue, reasonValue } from './option-values'

interface Options {
  readonly ocid: number
  readonly theirReserve?: string
  readonly ourReserve?: string
  readonly reference: string
  readonly reason: string
}

export const partnerWithdraw = defineCommand<Options>({
  syntax: 'withdraw',
  summary: 'book money that was taken out of a reserve outside the network',
  details:
    'For a deposit that a partner has back, or that came back to us; also to take back one that was booked by mistake. No more than there is and is not held by a payment. The money goes to cash-in, or comes from there; the audit log names you. The same reference is booked once.',
  examples: [
    'partner withdraw --ocid 300 --their-reserve USD=200.00 --reference "bank transfer 2026-131" --reason "asked for it back"',
    'partner withdraw --ocid 400 --our-reserve USD=4500.00 --reference "instead of bank 2026-119" --reason "booked 5000 for 500"',
  ],
  shape,
  run: async (session, { ocid, theirReserve, ourReserve, reference, reason }) => {
    const { CURRENCIES } = await session.database()
    const side: ReserveSide = ourReserve === undefined ? 'theirs' : 'ours'
    const text = ourReserve ?? theirReserve
    if (text === undefined) return misuse('Say which: --their-reserve or --our-reserve.')
    const money = parseMoneyOption(text, CURRENCIES)
    if (!money.ok) return misuse(money.error)
    const { amountMinor, currency } = money.value
    const shown = moneyText(amountMinor, currency.code, CURRENCIES)
    const whose =
      side === 'ours' ? `what we have in reserve at partner ${ocid}` : `what partner ${ocid} has in reserve with us`
    const booking = { subject: `a withdrawal in ${currency.code} from ${whose}`, reference }
    const booked = await withdraw({
      side,
      ocid,
      money: money.value,
      booking,
      details: `${side}: -${shown}: ${reason} (${reference})`,
    })
    if (!booked.ok) return refuse(booked.error === 'TOO_LITTLE' ? tooLittle(shown, whose) : booked.error)
    const json = { side, ...moneyJson(amountMinor, currency.code, CURRENCIES), transferId: booked.value, reference }
    return ok({ json, lines: [`Took ${shown} out of ${whose} (transfer ${booked.value}, ${reference}).`] })
  },
})

function shape(command: Command): Command {
  return command
    .requiredOption('--ocid <number>', 'the partner', ocidValue)
    .addOption(
      new Option('--their-reserve <currency=amount>', 'it took this out of what it has with us').conflicts(
        'ourReserve',
      ),
    )
    .option('--our-reserve <currency=amount>', 'we took this out of what we have there')
    .requiredOption('--reference <text>', 'your name for the payment: booked once', bankReferenceValue)
    .requiredOption('--reason <text>', 'why, for whoever reads the audit log', reasonValue)
}

const tooLittle = (shown: string, whose: string) =>
  `There is less than ${shown} in ${whose}, or a payment holds some of it: "ledger accounts" shows both. Nothing was booked.`

interface Withdrawal {
  readonly side: ReserveSide
  readonly ocid: number
  readonly money: Money
  readonly booking: Booking
  readonly details: string
}

/** The deed and its entry in the audit log, neither without the other. Gives the transfer's id. */
async function withdraw({ side, ocid, money, booking, details }: Withdrawal): Promise<Result<bigint, string>> {
  const kind = side === 'ours' ? 'OUR_RESERVE' : 'PARTNER_RESERVE'
  if ((await findAccount({ kind, ocid }, 'LIVE', money.currency.code)) === undefined) return err('TOO_LITTLE')
  const booked = await bookingOnce<Result<bigint, string>>(async (tx) => {
    await claimBooking(tx, booking)
    const taken = await withdrawReserve(tx, side, ocid, money)
    // Thrown, so that the reference stays free.
    if (!taken.ok) throw new TooLittle()
    await recordAudit(tx, { actor: actor(), action: 'partner.withdraw', subject: `OCID ${ocid}`, details })
    return taken
  }).catch((cause: unknown) => {
    if (cause instanceof TooLittle) return err('TOO_LITTLE')
    throw cause
  })
  return booked.ok ? booked.value : booked
}

class TooLittle extends Error {}
