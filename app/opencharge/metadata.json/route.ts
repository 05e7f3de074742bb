import { describeGateway } from '@/lib/gateway/describe-gateway'
import { networkRoute } from '@/lib/http/network-route'

export const GET = networkRoute(describeGateway)
