import { networkRoute } from '@/lib/http/network-route'
import { openapiDocument } from '@/lib/openapi/network-document'
import { ok } from '@/lib/opencharge/result'

export const GET = networkRoute(async ({ gateway }) => ok(openapiDocument(gateway.endpoint)))
