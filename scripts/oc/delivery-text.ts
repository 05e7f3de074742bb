import { displayText } from '@/lib/opencharge/display-text'

interface ShownAttempt {
  readonly httpStatus: number | null
  readonly answer: string | null
  readonly failure: string | null
}

/** What came of an attempt, in one line. The receiver wrote part of it: it must not move the operator's cursor. */
export function attemptText({ httpStatus, answer, failure }: ShownAttempt, most: number): string {
  const parts = [httpStatus === null ? '' : `HTTP ${httpStatus}`, failure ?? '', answer ?? '']
  return displayText(parts.filter((part) => part !== '').join(' · '), most)
}

/** Whom a webhook is for, in a few characters. */
export const receiverText = (delivery: {
  readonly receiverOcid: bigint | number | null
  readonly applicationId: string | null
}): string => delivery.applicationId ?? `OCID ${delivery.receiverOcid}`
