import { findBinaries } from '@/lib/db/embedded/binaries'
import { serverIdentity } from '@/lib/db/embedded/identity'
import { runProgram } from '@/lib/db/embedded/run-program'
import { fault, fine } from '../finding'
import type { Check } from './patient'

const NAME = 'embedded PostgreSQL'

/** The programs that npm brought, with the library links that a careful npm does not make: they must start. */
export const checkEmbeddedPrograms: Check = {
  name: NAME,
  look: async ({ settings }) => {
    if (settings?.DATABASE_URL ?? process.env.DATABASE_URL) return [fine(NAME, 'not used: DATABASE_URL names a server')]
    const identity = await serverIdentity()
    const { initdb } = await findBinaries(identity)
    try {
      const { stdout } = await runProgram(initdb, ['--version'], { ...identity, cwd: '/', timeout: 20_000 })
      return [fine(NAME, `${stdout.trim()} starts`)]
    } catch (cause) {
      const says = `its programs do not start: ${cause instanceof Error ? cause.message.split('\n').at(-2) : String(cause)}`
      return [fault(NAME, says, 'Run "npm install" again as the owner of node_modules, or set DATABASE_URL.')]
    }
  },
}
