import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const pair = z.object({ key: z.string(), secret: z.string() })
const Credentials = z.object({
  /** Where the payment gateway is. */
  url: z.string(),
  LIVE: pair,
  TEST: pair,
  signingSecret: z.string(),
})

/** What the shop was given when it was added to the gateway. */
export type Credentials = z.output<typeof Credentials>

export const credentialsFile = (folder: string): string => join(folder, 'bookshop-credentials.json')

/** Read with each request: the gateway adds the shop after the network has started. Undefined until then. */
export function readCredentials(folder: string): Credentials | undefined {
  try {
    return Credentials.parse(JSON.parse(readFileSync(credentialsFile(folder), 'utf8')))
  } catch {
    return undefined
  }
}
