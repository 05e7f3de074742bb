import { withPatience } from '@/lib/db/with-patience'

/** How far the books go: by it one copy of them is told from another. `last` is null in books without a transfer. */
export interface ExtentOfBooks {
  readonly transferCount: bigint
  readonly last: { readonly id: bigint; readonly at: Date } | null
}

/** How many transfers there are, and the last of them. */
export async function readExtentOfBooks(): Promise<ExtentOfBooks> {
  return withPatience(async (ask) => {
    const [count] = await ask<{ count: string }>('SELECT count(*)::text AS count FROM transfers')
    const [last] = await ask<{ id: string; at: Date }>(
      'SELECT t.id::text AS id, t.created_at AS at FROM transfers t ORDER BY t.id DESC LIMIT 1',
    )
    return { transferCount: BigInt(count?.count ?? 0), last: last ? { id: BigInt(last.id), at: last.at } : null }
  })
}
