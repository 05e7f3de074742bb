import { createHash, hkdfSync } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withFileLock } from '@/lib/db/embedded/file-lock'
import { ConfigurationError } from '@/lib/env/env'
import { prepareEnvironment } from '@/lib/env/prepare-environment'
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

/**
 * What is told to Next.js. Two machines that build the same sources for the same gateway must come to the same build: a form
 * or a page that one of them made is sent to the other. By itself Next.js would make up a number and a key for each build.
 */
export function buildEnvironment(publicUrl: string, secret: string | undefined, sources = SOURCES): BuildEnvironment {
  const key = secret === undefined ? undefined : hkdfSync('sha256', secret, '', 'opencharge-gateway server actions', 32)
  return {
    PUBLIC_URL: publicUrl,
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production',
    GATEWAY_BUILD_ID: contentHash(sources).slice(0, 20),
    ...(key && { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(key).toString('base64') }),
  }
}

type BuildEnvironment = Readonly<Record<string, string>>

function contentHash(sources: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf)) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

// The generated client says the same as the schema, and is made with the paths of the machine.
const filesOf = (source: string): string[] => {
  if (!statSync(source).isDirectory()) return [source]
  const names = readdirSync(source).sort()
  const files = names.filter((name) => name !== 'generated' && !/\.test\.tsx?$/.test(name))
  return files.flatMap((name) => filesOf(path.posix.join(source, name)))
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
  await runTool(toolScript('next'), ['build'], buildEnvironment(publicUrl, process.env.AUTH_SECRET || undefined))
  await bundleServer()
  writeFileSync(STAMP, JSON.stringify({ basePath, startedAtMs, secretDigest: digestOf(process.env.AUTH_SECRET) }))
}

interface Stamp {
  readonly basePath: string
  readonly startedAtMs: number
  readonly secretDigest?: string
}

const digestOf = (secret: string | undefined) =>
  secret ? createHash('sha256').update(`build ${secret}`).digest('hex') : undefined

function isFresh(basePath: string): boolean {
  if (!existsSync('.next/BUILD_ID') || !existsSync(STAMP)) return false
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8')) as Stamp
  // One that was built without a secret, for an image say, serves as it is.
  const isForOther = stamp.secretDigest !== undefined && stamp.secretDigest !== digestOf(process.env.AUTH_SECRET)
  return (
    stamp.basePath === basePath && !isForOther && SOURCES.every((source) => newestMtime(source) < stamp.startedAtMs)
  )
}

function newestMtime(file: string): number {
  const found = statSync(file)
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(file) ? 0 : found.mtimeMs
  return Math.max(0, ...readdirSync(file).map((name) => newestMtime(path.join(file, name))))
}

/** A machine that only builds needs no configuration; one that has it builds for it. */
function publicUrlToBuildFor(): string {
  try {
    return prepareEnvironment().PUBLIC_URL
  } catch (cause) {
    if (cause instanceof ConfigurationError) return process.env.PUBLIC_URL || 'http://localhost'
    throw cause
  }
}

if (process.argv[1] === import.meta.filename) await buildIfNeeded(publicUrlToBuildFor())
