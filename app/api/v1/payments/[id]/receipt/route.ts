import { getPaymentReceipt } from '@/lib/merchant-api/get-payment-receipt'
import { readRoute } from '@/lib/merchant-api/merchant-route'

export const GET = readRoute({ run: getPaymentReceipt })
