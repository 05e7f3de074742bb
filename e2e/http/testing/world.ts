import { afterAll, beforeAll, inject } from 'vitest'
import type { PublicKey } from '@/lib/opencharge/keys'
import { parseMetadata } from '@/lib/opencharge/metadata'
import { nobleCrypto } from '@/lib/opencharge/noble-crypto'
import type { SharedGateway } from '../start-gateway'
import { type Database, openDatabase } from './database'
import type { Peer } from './peer'
import { freeOcidBlock, PeerNetwork } from './peer-network'

/** A gateway and the parties around it: numbers end as on every page of the documents (shop 500, gateway 300, …). */
export interface World extends SharedGateway {
  readonly key: PublicKey
  readonly network: PeerNetwork
  readonly db: Database
  /** A merchant, and another one. */
  readonly shop: Peer
  readonly otherShop: Peer
  /** A merchant gateway that takes our proofs and keeps an account with us. */
  readonly mg: Peer
  /** A registered party that we have agreed nothing with. */
  readonly stranger: Peer
  /** A party on the operator's block list. */
  readonly blocked: Peer
}

export const OUR_OCID = 200

/** The shared gateway with parties that only this test file has. Filled in before the first test. */
export function useWorld(): World {
  const world = {} as World
  beforeAll(async () => {
    Object.assign(world, await openWorld(inject('gateway')))
  })
  afterAll(() => closeWorld(world))
  return world
}

export async function openWorld(gateway: SharedGateway): Promise<World> {
  const network = await PeerNetwork.open(gateway.registryFile)
  const db = openDatabase(gateway.databaseUrl)
  const block = await freeOcidBlock(gateway.registryFile)
  const mg = await network.add(block + 300, { name: 'Merchant Gateway', accepts: [OUR_OCID] })
  const shop = await network.add(block + 500, { name: 'Corner Shop', accepts: [mg.ocid] })
  const otherShop = await network.add(block + 501, { name: 'Other Shop', accepts: [mg.ocid] })
  const stranger = await network.add(block + 400, { name: 'Stranger', accepts: [OUR_OCID] })
  const blocked = await network.add(block + 666, { name: 'Blocked', accepts: [OUR_OCID] })
  await db.rows('INSERT INTO partners (ocid, gateway_account, blocked) VALUES ($1, true, false), ($2, true, true)', [
    mg.ocid,
    blocked.ocid,
  ])
  return { ...gateway, key: await readKey(gateway.url), network, db, mg, shop, otherShop, stranger, blocked }
}

export async function closeWorld(world: World): Promise<void> {
  await world.network.close()
  await world.db.close()
}

async function readKey(url: string): Promise<PublicKey> {
  const answer = await fetch(`${url}/opencharge/metadata.json`)
  const metadata = parseMetadata(await answer.json(), nobleCrypto)
  if (!metadata.ok) throw new Error(metadata.error.message)
  return metadata.value.publicKey
}
