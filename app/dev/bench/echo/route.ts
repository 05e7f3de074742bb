import { isBench } from '../is-bench'

/** The floor of the network API: what Next.js itself costs when a route reads a body and answers with it. */
export async function POST(request: Request): Promise<Response> {
  if (!isBench()) return new Response(null, { status: 404 })
  return new Response(await request.arrayBuffer(), { headers: { 'content-type': 'application/json' } })
}
