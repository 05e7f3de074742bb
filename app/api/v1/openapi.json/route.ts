import { documentRoute } from '@/lib/merchant-api/merchant-route'
import { merchantOpenapi } from '@/lib/merchant-api/openapi-document'

/** The document stands as it is, without the envelope: tools read it. */
export const GET = documentRoute(({ env }) => JSON.stringify(merchantOpenapi(env.PUBLIC_URL)))
