import type { OpenDatabase } from '@/lib/boot/open-database'
import type { Env } from '@/lib/env/env'
import { createGateway, type Gateway } from '@/lib/gateway/gateway'
import { bringUpToDate, requireDatabase } from './bring-up-to-date'
import {
  type DatabasePlace,
  type DatabaseSettings,
  databaseSettings,
  gatewaySettings,
  hasGateway,
} from './operator-settings'
import type { Terminal } from './terminal'

export type Connect = (place: DatabasePlace) => Promise<OpenDatabase>

/** What a command may ask for while it runs. Everything that was opened is closed by `close`. */
export interface Session {
  readonly terminal: Terminal
  /** Opens the database; it has this version's schema, or there is an exception whose message says how to get it. */
  readonly database: () => Promise<DatabaseSettings>
  /** Opens the database as it is. */
  readonly connect: (place: DatabasePlace) => Promise<string>
  /** Whether anything of a gateway is configured here. */
  readonly hasGateway: () => boolean
  /** The whole configuration, as `npm start` wants it. */
  readonly settings: () => Env
  /** Our identity with the registry behind it. Open the database first: it keeps the keys that are seen. */
  readonly gateway: (settings: Env) => Promise<Gateway>
  readonly close: () => Promise<void>
}

export function createSession(terminal: Terminal, open: Connect): Session {
  const closers: (() => Promise<void>)[] = []
  const connect = async (place: DatabasePlace) => {
    const opening = open(place)
    // Whoever interrupts us while the database starts has it stopped as well.
    closers.push(() =>
      opening.then(
        ({ close }) => close(),
        () => undefined,
      ),
    )
    const { url } = await opening
    process.env.DATABASE_URL = url
    return url
  }
  return {
    terminal,
    connect,
    hasGateway,
    settings: () => gatewaySettings(terminal),
    database: async () => {
      const settings = databaseSettings()
      requireDatabase(settings)
      await bringUpToDate(await connect(settings), terminal)
      return settings
    },
    gateway: async (settings) => {
      const us = await createGateway(settings)
      closers.push(us.fetch.close, us.registry.settled)
      return us
    },
    close: async () => {
      // The database goes last: it was opened first.
      for (const close of closers.reverse().splice(0)) await close()
    },
  }
}
