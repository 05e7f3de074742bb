import { signedRoute } from '@/lib/http/signed-route'
import { createPayment } from '@/lib/receiving/create-payment'
import { PaymentCreateBody } from '@/lib/receiving/payment-request'

export const POST = signedRoute({ capability: 'payment.create', body: PaymentCreateBody, run: createPayment })
