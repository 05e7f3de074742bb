import { writeRoute } from '@/lib/merchant-api/merchant-route'
import { createRefund, RefundBody } from '@/lib/merchant-api/refunds'

export const POST = writeRoute({ body: RefundBody, isRepeatable: true, run: createRefund })
