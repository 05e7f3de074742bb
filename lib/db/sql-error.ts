import pg from 'pg'

/** The SQLSTATE of a database error, through Prisma's or pg's wrapping. */
export function sqlState(cause: unknown): string | undefined {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
}

/** Whether PostgreSQL refused a statement, on a connection that is as good as before: then nothing of it was done. */
export const isRefusedStatement = (cause: unknown): boolean =>
  cause instanceof pg.DatabaseError && cause.severity === 'ERROR'

/** The constraint that refused a row, or undefined when the error is something else. */
export function violatedConstraint(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('constraint' in cause)) return undefined
  return typeof cause.constraint === 'string' ? cause.constraint : undefined
}
