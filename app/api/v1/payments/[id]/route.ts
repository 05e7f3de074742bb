import { readRoute } from '@/lib/merchant-api/merchant-route'
import { getPayment } from '@/lib/merchant-api/read-payments'

export const GET = readRoute({ run: getPayment })
