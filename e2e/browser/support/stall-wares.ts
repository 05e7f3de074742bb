import { randomUUID } from 'node:crypto'
import { signObject } from '@/lib/opencharge/signed-object'
import { type StallKeeper, stallKeepers } from './stall-keepers'

const atlas = { id: 'atlas', name: 'Atlas of harbours', price: '12.00' }

/** What the stall lists: one atlas for twelve dollars; the hostile one as much as there may be. */
export function stallInventory({ ocid }: StallKeeper) {
  const names =
    ocid === stallKeepers.hostile.ocid ? Array.from({ length: 199 }, (_, index) => `${index} ${'ش'.repeat(120)}`) : []
  const more = names.map((name, index) => ({ id: `${index}-${'x'.repeat(100)}`, name, price: '1.00' }))
  return { currency: 'USD', items: [...more, atlas] }
}

/** What it then signs, whatever was chosen: the atlas a dollar dearer, and wrapping that nobody asked for. */
export function dearerOrder({ ocid, signer }: StallKeeper) {
  const createdAt = Math.floor(Date.now() / 1000)
  const order = {
    id: `T-${randomUUID()}`,
    ocid,
    amount: '15.00',
    currency: 'USD',
    createdAt,
    accepts: [200],
    items: [
      { id: 'atlas', name: 'Atlas of harbours', quantity: 1, price: '13.00' },
      { id: 'wrap', name: '<b>Wrapping</b>', quantity: 1, price: '2.00' },
    ],
  }
  return { order, signature: signObject(order, signer) }
}

/** The text of the stall's inventory code. */
export const stallCode = ({ ocid }: StallKeeper, stallUrl: string): string =>
  JSON.stringify({ ocid, inventory: `${stallUrl}/${ocid}/opencharge/inventory`, expiresAt: null })
