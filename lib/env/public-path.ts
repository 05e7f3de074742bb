import { env } from './env'

/** A path of ours as a link has it: PUBLIC_URL may carry a path of its own, which Next.js puts before redirects but not before links. */
export function publicPath(path: string): string {
  return new URL(env().PUBLIC_URL).pathname.replace(/\/+$/, '') + path
}
