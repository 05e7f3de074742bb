import { err, ok, type Result } from '@/lib/opencharge/result'

/** Reads a body of at most `mostBytes`; of a longer one only the part that shows it is too long. */
export async function readCappedBody(
  request: Request,
  mostBytes: number,
): Promise<Result<Uint8Array, 'PAYLOAD_TOO_LARGE'>> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return err('PAYLOAD_TOO_LARGE')
  if (!request.body) return ok(new Uint8Array())
  const reader = request.body.getReader()
  const parts: Uint8Array[] = []
  let total = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return ok(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
    total += value.byteLength
    if (total > mostBytes) {
      await reader.cancel()
      return err('PAYLOAD_TOO_LARGE')
    }
    parts.push(value)
  }
}
