import { type BasketProblem, basketProblems } from '@/lib/scanning/basket'
import { type ScanProblem, scanProblems } from '@/lib/scanning/scan-problem'

const MOST_QUERY_CHARACTERS = 6000

/** The address of an inventory's page, with what was chosen so far and why it is not ordered. */
export function inventoryPath(
  code: string,
  quantities: ReadonlyMap<string, string> = new Map(),
  problem?: BasketProblem | ScanProblem,
): string {
  const query = new URLSearchParams({ code, ...(problem && { problem }) })
  const plain = query.toString()
  for (const [id, quantity] of quantities) if (quantity) query.append('item', `${quantity}*${id}`)
  const full = query.toString()
  // Servers and browsers cut long addresses: what is in the fields is then typed again.
  return `/wallet/inventory?${full.length > MOST_QUERY_CHARACTERS ? plain : full}`
}

export function readInventoryQuery(query: Record<string, string | string[] | undefined>) {
  const code = typeof query.code === 'string' ? query.code : ''
  const items = [query.item ?? []].flat().map((text) => /^([0-9]{1,6})\*(.{1,128})$/su.exec(text) ?? [])
  const quantities = new Map(items.map(([, quantity = '', id = '']) => [id, quantity]))
  const problem = [...basketProblems, ...scanProblems].find((known) => known === query.problem) ?? null
  return { code, quantities, problem }
}
