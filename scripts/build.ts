import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withFileLock } from '@/lib/db/embedded/file-lock'
import { bundleServer } from './bundle-server'
import { runStep, toolScript } from './run-step'

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'server.ts',
  'scripts/production.ts',
  'scripts/worker.ts',
  'scripts/bundle-server.ts',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
]
const LOCK = 'node_modules/.cache/gateway-build.lock'
const LONGEST_BUILD_MS = 15 * 60_000
const STAMP = '.next/gateway-build.json'

async function runTool(script: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const { code } = await runStep(script, args, environment)
  if (code !== 0) throw new Error(`${path.basename(script)} ${args.join(' ')} ended with exit code ${code}`)
}

/** Makes the Prisma client. The engine that `prisma generate` wants to download is not used, so any program stands in for it. */
export async function generateClient(): Promise<void> {
  const schema = statSync('prisma/schema.prisma').mtimeMs
  const client = 'lib/db/generated/client.ts'
  if (existsSync(client) && statSync(client).mtimeMs > schema) return
  await runTool(toolScript('prisma'), ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath })
}

/** Builds the pages and the server when there is no build, a source is newer than it, or it was made for another base path. */
export async function buildIfNeeded(publicUrl: string): Promise<void> {
  await generateClient()
  mkdirSync(path.dirname(LOCK), { recursive: true })
  // Two builds at once would write into each other's files.
  await withFileLock(LOCK, () => build(publicUrl), LONGEST_BUILD_MS)
}

async function build(publicUrl: string): Promise<void> {
  const basePath = new URL(publicUrl).pathname
  if (isFresh(basePath)) return
  const startedAtMs = Date.now()
  process.stderr.write('Building the pages (only after a change; about a minute)…\n')
  const environment = { PUBLIC_URL: publicUrl, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  await runTool(toolScript('next'), ['build'], environment)
  await bundleServer()
  writeFileSync(STAMP, JSON.stringify({ basePath, startedAtMs }))
}

function isFresh(basePath: string): boolean {
  if (!existsSync('.next/BUILD_ID') || !existsSync(STAMP)) return false
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8')) as { basePath: string; startedAtMs: number }
  return stamp.basePath === basePath && SOURCES.every((source) => newestMtime(source) < stamp.startedAtMs)
}

function newestMtime(file: string): number {
  const found = statSync(file)
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(file) ? 0 : found.mtimeMs
  return Math.max(0, ...readdirSync(file).map((name) => newestMtime(path.join(file, name))))
}

if (process.argv[1] === import.meta.filename) await buildIfNeeded(process.env.PUBLIC_URL || 'http://localhost')
