import { readRoute } from '@/lib/merchant-api/merchant-route'
import { getRefund } from '@/lib/merchant-api/refunds'

export const GET = readRoute({ run: getRefund })
