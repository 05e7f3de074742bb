import { z } from 'zod'
import { parseCurrencyList } from '@/lib/money/currency'
import { parsePrivateKey } from '@/lib/opencharge/keys'
import { parseOcid } from '@/lib/opencharge/ocid'
import { parseUrl } from '@/lib/opencharge/plain-url'
import { parseRegistryConfig } from '@/lib/registry/registry-config'

const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1')
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)

const publicUrl = z
  .string()
  .refine(
    (text) => /^https?:$/.test(parseUrl(text)?.protocol ?? '') && !/[?#]/.test(text),
    'must be the http(s) URL under which others reach this gateway, without query or fragment, like https://pay.example',
  )
  .transform((text) => text.replace(/\/+$/, ''))

const ocid = z.string().transform((text, context) => {
  const value = parseOcid(text)
  if (value === undefined) context.addIssue('must be an OCID: a whole number, 0 or more, like 200')
  return value ?? 0
})

const ocidList = z.string().transform((text, context) => {
  const values = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOcid)
  if (values.includes(undefined)) context.addIssue('must be OCIDs with commas between them, like 100,101')
  return values.filter((value) => value !== undefined)
})

const currencies = z.string().transform((text, context) => {
  const table = parseCurrencyList(text)
  if (table.ok) return table.value
  context.addIssue(table.error)
  return z.NEVER
})

const privateKey = z
  .string()
  .refine(
    (text) => parsePrivateKey(text).ok,
    'must be a secp256k1 private key of 64 hex digits: "npm run oc -- keys generate" makes one',
  )

const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && parseUrl(text) !== undefined,
    'must look like postgresql://user:password@host:5432/database',
  )

const smtpUrl = z
  .string()
  .refine(
    (text) => /^smtps?:\/\//.test(text) && parseUrl(text) !== undefined,
    'must look like smtps://user:password@mail.example:465',
  )

/** Every variable that the gateway reads. `.env.example` is tested to name the same ones. */
export const envShape = {
  PORT: count(1, 65535).default(3000),
  PUBLIC_URL: publicUrl.optional(),
  GATEWAY_MODE: z.enum(['production', 'development'], 'must be "production" or "development"').default('production'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_CONNECTIONS: count(8, 1000).default(20),
  DATA_DIR: z.string().min(1).default('.data'),
  GATEWAY_OCID: ocid.default(200),
  GATEWAY_PRIVATE_KEY: privateKey.optional(),
  GATEWAY_NAME: z
    .string()
    .min(1, 'must not be empty')
    .max(100, 'must have at most 100 characters')
    .default('Opencharge Pay'),
  GATEWAY_CONTACT: z.string().max(200, 'must have at most 200 characters').optional(),
  REGISTRY: z.string().min(1).optional(),
  REGISTRY_RPC_URL: z.string().optional(),
  ALLOW_PRIVATE_NETWORK: flag.optional(),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters: "openssl rand -hex 32" makes one').optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z.string().includes('@', 'must be an address, with or without a name: Pay <pay@example.org>').optional(),
  CURRENCIES: currencies.prefault('USD,EUR,GBP,BDT,UGX,KES,JPY,KWD'),
  ACCEPTS: ocidList.prefault(''),
  TRUSTED_PROXY_HOPS: count(0, 10).default(0),
  RATE_LIMIT_ADDRESS_PER_MINUTE: count(1, 100_000_000).default(6000),
  RATE_LIMIT_OCID_PER_MINUTE: count(1, 100_000_000).default(6000),
  RATE_LIMIT_SIGN_IN_PER_HOUR: count(1, 1_000_000).default(20),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  WORKER: z.enum(['inline', 'none'], 'must be "inline" or "none"').default('inline'),
  WEB_CONCURRENCY: count(1, 256).default(1),
  STOP_DELAY_SECONDS: count(0, 300).default(0),
} satisfies z.ZodRawShape

const envSchema = z.object(envShape).transform((raw) => {
  const development = raw.GATEWAY_MODE === 'development'
  return {
    ...raw,
    PUBLIC_URL: raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}`,
    ALLOW_PRIVATE_NETWORK: raw.ALLOW_PRIVATE_NETWORK ?? development,
    MAIL_FROM:
      raw.MAIL_FROM ?? `${raw.GATEWAY_NAME} <no-reply@${new URL(raw.PUBLIC_URL ?? 'http://localhost').hostname}>`,
    development,
  }
})

const requiredInProduction = [
  [
    'GATEWAY_PRIVATE_KEY',
    'is missing: "npm run oc -- keys generate" makes one; a key is never made silently in production.',
  ],
  ['REGISTRY', 'is missing: file:<path>, https://… or eip155:<chain id>:<address>.'],
] as const

type Source = Readonly<Record<string, string | undefined>>

// Apart from the schema, which looks at no two variables together before each of them is right by itself.
function mistakesBetween(present: Source): string[] {
  const development = present.GATEWAY_MODE === 'development'
  const missing = requiredInProduction.filter(([name]) => !development && present[name] === undefined)
  const { REGISTRY = 'file:none', REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK = development ? '1' : '0' } = present
  const registry = parseRegistryConfig(REGISTRY, REGISTRY_RPC_URL, ALLOW_PRIVATE_NETWORK === '1')
  return [...missing.map(([name, mend]) => `${name} ${mend}`), ...(registry.ok ? [] : [registry.error])]
}

export type Env = z.output<typeof envSchema>

/** Reads the configuration. Empty values count as absent. The error is one sentence per mistake, each with its mend. */
export function readEnv(source: Source): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([name, value]) => name in envShape && value !== ''))
  const parsed = envSchema.safeParse(present)
  const mistakes = mistakesBetween(present)
  if (parsed.success && mistakes.length === 0) return parsed.data
  const issues = parsed.error?.issues ?? []
  const sentences = issues.map(({ path, message }) => `${path.join('.')} ${message}`.replace(/\.?$/, '.'))
  throw new ConfigurationError([...sentences, ...mistakes])
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'))
  }
}

let cached: Env | undefined

/** The configuration of this process. */
export function env(): Env {
  cached ??= readEnv(process.env)
  return cached
}
