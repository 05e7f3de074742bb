import { vi } from 'vitest'

// Test files share a process, and with it the packages that are slow to load. Everything else is as in a process of its own:
// each file has our own modules anew, and nothing that another file has put in the place of what is real.
const shared = globalThis as { environmentAtStart?: NodeJS.ProcessEnv }
shared.environmentAtStart ??= { ...process.env }
vi.useRealTimers()
vi.restoreAllMocks()
vi.unstubAllEnvs()
vi.unstubAllGlobals()
for (const name of Object.keys(process.env)) {
  if (!(name in shared.environmentAtStart)) Reflect.deleteProperty(process.env, name)
}
Object.assign(process.env, shared.environmentAtStart)
vi.resetModules()
for (const name of Object.keys(globalThis)) if (name.startsWith('opencharge')) Reflect.deleteProperty(globalThis, name)
