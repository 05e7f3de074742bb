import type { FaultMode } from '@/devnet/faults/fault-modes'

/** One way in which a party was told to misbehave. */
export interface Fault {
  /** After the endpoint's base; with `*` at its end it stands for all that begin like it. */
  readonly path: string
  readonly mode: FaultMode
  /** How often at most; until cleared unless given. */
  readonly times?: number
}

export interface FaultList {
  /** Replaces a fault of the same path and mode. */
  set(fault: Fault): void
  clear(): void
  all(): readonly (Fault & { readonly fired: number })[]
  isSet(path: string, mode: FaultMode): boolean
  /** The first fault of these modes that is set for the path, counted as fired. */
  take<Mode extends FaultMode>(path: string, modes: readonly Mode[]): Mode | undefined
}

/** How one party misbehaves, in the order in which it was told to. In memory only: after a restart it is honest. */
export function createFaultList(): FaultList {
  const faults: (Fault & { fired: number })[] = []
  const find = (path: string, modes: readonly FaultMode[]) =>
    faults.find((fault) => modes.includes(fault.mode) && !isSpent(fault) && isFor(fault, path))
  return {
    set(fault) {
      const index = faults.findIndex(({ path, mode }) => path === fault.path && mode === fault.mode)
      if (index >= 0) faults.splice(index, 1)
      faults.push({ ...fault, fired: 0 })
    },
    clear() {
      faults.length = 0
    },
    all: () => faults.map((fault) => ({ ...fault })),
    isSet: (path, mode) => find(path, [mode]) !== undefined,
    take<Mode extends FaultMode>(path: string, modes: readonly Mode[]) {
      const fault = find(path, modes)
      if (fault) fault.fired += 1
      return fault?.mode as Mode | undefined
    },
  }
}

const isSpent = ({ times, fired }: Fault & { readonly fired: number }) => times !== undefined && fired >= times

// A party whose metadata are gone still answers everything else.
function isFor({ path, mode }: Fault, asked: string): boolean {
  if (mode === 'metadata_gone' && asked !== '/metadata.json') return false
  return path.endsWith('*') ? asked.startsWith(path.slice(0, -1)) : asked === path
}
