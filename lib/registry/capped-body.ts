/** What came of a body: all of it, its beginning (more than the cap came), or its beginning (then it broke off). */
export interface CappedBody {
  readonly bytes: Uint8Array
  readonly end: 'complete' | 'over_cap' | 'broken'
  readonly failure?: unknown
}

/** Reads a body up to `maxBytes` and drops the connection on the first byte too many. Never rejects. */
export async function readCappedBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<CappedBody> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      const room = maxBytes - length
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
      length += Math.min(chunk.length, room)
      if (chunk.length > room) return { bytes: Buffer.concat(chunks), end: 'over_cap' }
    }
    return { bytes: Buffer.concat(chunks), end: 'complete' }
  } catch (failure) {
    return { bytes: Buffer.concat(chunks), end: 'broken', failure }
  }
}
