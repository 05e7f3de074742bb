import { openapiDocument } from '@/lib/gateway/openapi-document'
import { networkRoute } from '@/lib/http/network-route'
import { ok } from '@/lib/opencharge/result'

export const GET = networkRoute(async ({ gateway }) => ok(openapiDocument(gateway.endpoint)))
