import type { Tx } from '@/lib/db/transaction'

/** What an operator did by hand: who, what, to whom or what, and in which words. */
export interface AuditEntry {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: string
}

const WRITE = {
  name: 'audit-write',
  text: 'INSERT INTO audit_entries (actor, action, subject, details) VALUES ($1, $2, $3, $4)',
}

/** Writes an entry in the transaction of the deed itself, so that neither can be there without the other. */
export async function recordAudit(tx: Tx, { actor, action, subject, details }: AuditEntry): Promise<void> {
  await tx.rows(WRITE, [actor, action, subject, details])
}
