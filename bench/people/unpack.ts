import { gunzipSync } from 'node:zlib'
import type { Answer } from '@/bench/load/run-load'

/** The text of an answer, unpacked when it came packed. */
export function unpack({ headers, body }: Answer): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8')
}
