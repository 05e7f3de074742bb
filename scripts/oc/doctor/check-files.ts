import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { envShape } from '@/lib/env/env'
import { type Finding, fault, fine, note } from '../finding'
import type { Check } from './patient'

const NAME = 'files'
const READABLE_BY_OTHERS = 0o044

/** Files that hold secrets, and names in .env that nobody reads. */
export const checkFiles: Check = {
  name: NAME,
  look: async (patient) => {
    const dataDir = patient.settings?.DATA_DIR ?? (process.env.DATA_DIR || '.data')
    const secrets = ['.env', ...keyFiles(dataDir)].filter((file) => existsSync(file))
    const findings = [...secrets.flatMap(openSecret), ...unknownNames('.env')]
    return findings.length > 0 ? findings : [fine(NAME, 'secrets are readable by their owner only')]
  },
}

/** The key of a development gateway, and those that it had before. */
function keyFiles(dataDir: string): string[] {
  const names = existsSync(dataDir) ? readdirSync(dataDir) : []
  return names.filter((name) => name.startsWith('gateway.key')).map((name) => path.join(dataDir, name))
}

function openSecret(file: string): Finding[] {
  // Windows has other ways than these bits.
  if (process.platform === 'win32' || (statSync(file).mode & READABLE_BY_OTHERS) === 0) return []
  return [fault(NAME, `${file} holds secrets and others on this machine can read it`, `Run "chmod 600 ${file}".`)]
}

function unknownNames(file: string): Finding[] {
  if (!existsSync(file)) return []
  const known = new Set([...Object.keys(envShape), 'NODE_ENV', 'NODE_OPTIONS', 'NEXTAUTH_URL', 'TZ'])
  return Object.keys(parseEnv(readFileSync(file, 'utf8')))
    .filter((name) => !known.has(name))
    .map((name) =>
      note(
        NAME,
        `${file} sets ${name}, which the gateway does not read`,
        'Is it misspelt? .env.example lists the names.',
      ),
    )
}
