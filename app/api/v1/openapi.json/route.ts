import { gateway } from '@/lib/gateway/gateway'
import { merchantOpenapi } from '@/lib/merchant-api/openapi-document'

/** The document stands as it is, without the envelope: tools read it. */
export async function GET(): Promise<Response> {
  const { env } = await gateway()
  return Response.json(merchantOpenapi(env.PUBLIC_URL), { headers: { 'cache-control': 'no-store' } })
}
