import { vi } from 'vitest'

// Test files share a process, and with it the packages that are slow to load. Everything else is as in a process of its own:
// each file has our own modules anew, and nothing that another file has put in the place of what is real.
vi.useRealTimers()
vi.restoreAllMocks()
vi.unstubAllEnvs()
vi.unstubAllGlobals()
vi.resetModules()
for (const name of Object.keys(globalThis)) if (name.startsWith('opencharge')) Reflect.deleteProperty(globalThis, name)
