import { findPortPair } from './free-port'
import { temporaryDataDir } from './temporary-data'

/**
 * Makes sure that the environment names a demo: one that runs already, by E2E_BASE_URL, E2E_SHOP_URL and E2E_DATA_DIR, or
 * one that the caller has to start (E2E_OWN_DEMO). Test processes inherit the names from the one that chose them.
 */
export async function nameDemo(): Promise<{
  readonly baseUrl: string
  readonly dataDir: string
  readonly isOwn: boolean
}> {
  const { E2E_BASE_URL, E2E_DATA_DIR = '', E2E_OWN_DEMO } = process.env
  if (E2E_BASE_URL !== undefined) return { baseUrl: E2E_BASE_URL, dataDir: E2E_DATA_DIR, isOwn: E2E_OWN_DEMO === '1' }
  const port = Number(process.env.E2E_PORT) || (await findPortPair())
  const [baseUrl, dataDir] = [`http://localhost:${port}`, temporaryDataDir()]
  Object.assign(process.env, {
    E2E_OWN_DEMO: '1',
    E2E_BASE_URL: baseUrl,
    E2E_SHOP_URL: `http://localhost:${port + 1}`,
    E2E_DATA_DIR: dataDir,
  })
  return { baseUrl, dataDir, isOwn: true }
}
