import type { CurrencyTable } from '@/lib/money/currency'
import { displayText } from '@/lib/opencharge/display-text'
import type { LoggedAttempt, LoggedStep, SettlementLog } from '@/lib/settlement/settlement-log-store'
import { moneyText } from './money-text'
import { type PartyNames, partyText, pathText } from './party-names'
import { momentText, textTable } from './text-table'

const MOST_SHOWN = 120

/** A text that a peer wrote part of: it must not move the operator's cursor. */
export const peerText = (text: string | null, most = MOST_SHOWN): string =>
  text === null || text === '' ? '-' : displayText(text, most)

/** A payment with every attempt to settle it, as lines. */
export function settlementLogLines(log: SettlementLog, names: PartyNames, currencies: CurrencyTable): string[] {
  const { paymentId, sessionId, status, failureCode, merchantOcid, orderId, amountMinor, currency, email } = log
  const why = failureCode ? ` (${failureCode})` : ''
  const none = log.attempts.length === 0 ? ['', 'Nothing was tried through others for it.'] : []
  return [
    `Payment ${paymentId} is ${status}${why}: ${moneyText(amountMinor, currency, currencies)} from ${email ?? 'nobody yet'}`,
    `to ${partyText(merchantOcid, names)} for order ${peerText(orderId)}, session ${sessionId}`,
    ...none,
    ...log.attempts.flatMap((attempt) => ['', ...attemptLines(attempt, names)]),
  ]
}

function attemptLines(attempt: LoggedAttempt, names: PartyNames): string[] {
  const { id, strategy, providers, state, reason, createdAt, endedAt, steps } = attempt
  const ended = endedAt ? `, ended ${momentText(endedAt)}` : ''
  return [
    `Attempt ${attempt.attempt} is ${id}: ${state}, begun ${momentText(createdAt)}${ended}`,
    `${strategy}: ${pathText(providers, names)}`,
    ...(reason === null ? [] : [`reason: ${peerText(reason, 300)}`]),
    ...textTable(
      ['STEP', 'AT', 'STATE', 'CALLS', 'LAST CALL', 'NEXT CALL', 'REFERENCE', 'THEIR TXID', 'PROOF'],
      steps.map(stepRow),
    ),
    ...steps.flatMap(failureLines),
  ]
}

const stepRow = (step: LoggedStep): string[] => [
  step.kind,
  String(step.peerOcid),
  step.state,
  String(step.attemptCount),
  momentText(step.lastCalledAt),
  momentText(step.nextAttemptAt),
  step.reference,
  peerText(step.peerTxid, 60),
  peerText(step.proofTxid, 60),
]

const failureLines = ({ kind, peerOcid, lastFailure }: LoggedStep): string[] =>
  lastFailure === null ? [] : [`last failure of ${kind} at ${peerOcid}: ${peerText(lastFailure, 300)}`]
