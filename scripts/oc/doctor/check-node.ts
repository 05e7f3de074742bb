import { fault, fine } from '../finding'
import type { Check } from './patient'

const LEAST = [20, 19, 0]
const NAME = 'Node.js'

export const checkNode: Check = {
  name: NAME,
  look: async () => [isNodeRecent(process.versions.node) ? fine(NAME, process.versions.node) : tooOld()],
}

/** Whether a version like `20.19.4` can run the gateway. */
export function isNodeRecent(version: string): boolean {
  const parts = version.split('.').map(Number)
  const at = LEAST.findIndex((least, index) => (parts[index] ?? 0) !== least)
  return at === -1 || (parts[at] ?? 0) > (LEAST[at] ?? 0)
}

const tooOld = () =>
  fault(NAME, `${process.versions.node} is too old`, `Install Node.js ${LEAST.slice(0, 2).join('.')} or newer.`)
