import { readFile } from 'node:fs/promises'
import path from 'node:path'

const PACKAGE = path.join(process.cwd(), 'node_modules', 'swagger-ui-dist')
const TYPES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
])

/** The renderer of the reference page, from our own origin. */
export async function GET(_: Request, { params }: { params: Promise<{ asset: string }> }): Promise<Response> {
  const { asset } = await params
  const type = TYPES.get(asset)
  if (type === undefined) return new Response(null, { status: 404 })
  const bytes = await readFile(path.join(PACKAGE, asset))
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'cache-control': 'public, max-age=3600' },
  })
}
