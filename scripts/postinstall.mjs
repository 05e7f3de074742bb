// The client that lib/db imports is generated code. A checkout without its sources (a bare install of the lock file) has nothing to generate.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

if (existsSync('prisma/schema.prisma')) {
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js')
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate'], { env, encoding: 'utf8' })
  if (status !== 0) {
    process.stderr.write(`${stdout}\n${stderr}\nThe database client was not generated; "npm start" tries again.\n`)
  }
}
