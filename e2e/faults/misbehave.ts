import { setTimeout as pause } from 'node:timers/promises'
import { type FaultMode, faultModes } from '@/devnet/faults/fault-modes'
import { institutions } from '@/devnet/institutions'
import { exchange, type Header } from '../http/testing/wire'
import type { FaultWorld } from './fault-world'
import { isOver, type Turmoil } from './turmoil'

// So many at a time: most calls shall be answered as they should be.
const MOST_LIVE_FAULTS = 2
const MOST_TIMES = 3
const LONGEST_PAUSE_MS = 700

const everywhere = ['/metadata.json', '*'] as const
const payments = ['/payment/create', '/payment/settle', '/payment/settle', '/verify/*'] as const

/** Which paths can go wrong at whom; one that is named twice does so more often. */
const places: readonly { readonly ocid: number; readonly paths: readonly string[] }[] = [
  { ocid: institutions.threeCorners.ocid, paths: ['/transfer/webhook', '/orders/checkout', ...everywhere] },
  {
    ocid: institutions.meridian.ocid,
    paths: ['/transfer/create', '/transfer/create', '/transfer/create', '/verify/*', ...everywhere],
  },
  {
    ocid: institutions.harbour.ocid,
    paths: [...payments, '/transfer/webhook', '/orders/checkout', ...everywhere],
  },
  { ocid: institutions.isle.ocid, paths: [...payments, '/transfer/webhook', ...everywhere] },
]

interface FaultInList {
  readonly path: string
  readonly mode: FaultMode
  readonly times?: number
  readonly fired: number
}

/** How often each fault was set, and how often it fired. */
export type FaultCounts = ReadonlyMap<FaultMode, { set: number; fired: number }>

export const newFaultCounts = (): FaultCounts => new Map(faultModes.map((mode) => [mode, { set: 0, fired: 0 }]))

/** Has a party misbehave every few moments, and another one become honest. */
export async function misbehave(
  world: FaultWorld,
  turmoil: Turmoil,
  counts: FaultCounts,
  random: () => number,
): Promise<void> {
  while (!isOver(turmoil)) {
    await pause(random() * LONGEST_PAUSE_MS)
    const place = pick(places, random)
    const live = (await ask(world, place.ocid, 'GET')).filter(isLive)
    if (live.length >= MOST_LIVE_FAULTS || random() < 0.1) await becomeHonest(world, place.ocid, counts)
    const [mode, path, times] = [pick(faultModes, random), pick(place.paths, random), 1 + random() * MOST_TIMES]
    if (mode === 'key_rotated' && !(await isKeySeen(world, place.ocid, counts))) continue
    await ask(world, place.ocid, 'POST', { mode, path, times: Math.floor(times) })
    const count = counts.get(mode)
    if (count) count.set += 1
  }
}

/** Everybody does what they should from now on. */
export async function endFaults(world: FaultWorld, counts: FaultCounts): Promise<void> {
  for (const { ocid } of places) await becomeHonest(world, ocid, counts)
}

async function becomeHonest(world: FaultWorld, ocid: number, counts: FaultCounts): Promise<void> {
  const list = await ask(world, ocid, 'GET')
  await ask(world, ocid, 'DELETE')
  for (const { mode, fired } of list) {
    const count = counts.get(mode)
    if (count) count.fired += fired
  }
}

/**
 * Whether our gateway has seen the present key of a party. A proof is never signed anew: one under a key that came and went
 * between two looks at its issuer's metadata can be checked by nobody, and stays with the operator.
 */
async function isKeySeen(world: FaultWorld, ocid: number, counts: FaultCounts): Promise<boolean> {
  await becomeHonest(world, ocid, counts)
  const answer = await exchange(world.devnet.shopUrl, { path: `/${ocid}/opencharge/metadata.json` })
  const { config } = JSON.parse(answer.text) as { config: { publicKey: string } }
  const text = 'SELECT FROM key_sightings WHERE ocid = $1 AND public_key = $2'
  return (await world.db.rows(text, [ocid, config.publicKey])).length > 0
}

const isLive = ({ times, fired }: FaultInList) => times === undefined || fired < times

async function ask(
  { devnet }: FaultWorld,
  ocid: number,
  method: 'GET' | 'POST' | 'DELETE',
  fault?: object,
): Promise<FaultInList[]> {
  const body = fault ? JSON.stringify(fault) : ''
  const headers: Header[] = fault ? [['content-type', 'application/json']] : []
  const answer = await exchange(devnet.shopUrl, { method, path: `/${ocid}/faults`, headers, body })
  const { faults } = JSON.parse(answer.text) as { faults?: FaultInList[] }
  if (!faults) throw new Error(`the fault desk of ${ocid} answered ${answer.status} to ${JSON.stringify(fault)}`)
  return faults
}

function pick<T>(list: readonly T[], random: () => number): T {
  const picked = list[Math.floor(random() * list.length)]
  if (picked === undefined) throw new Error('there is nothing to pick from')
  return picked
}
