import { createPayment } from '@/lib/merchant-api/create-payment'
import { readRoute, writeRoute } from '@/lib/merchant-api/merchant-route'
import { PaymentBody } from '@/lib/merchant-api/payment-request'
import { listPayments } from '@/lib/merchant-api/read-payments'

export const GET = readRoute({ run: listPayments })
export const POST = writeRoute({ body: PaymentBody, isRepeatable: true, run: createPayment })
