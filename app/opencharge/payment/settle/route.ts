import { signedRoute } from '@/lib/http/signed-route'
import { PaymentSettleBody } from '@/lib/receiving/proof-request'
import { settlePayment } from '@/lib/receiving/settle-payment'

export const POST = signedRoute({ capability: 'payment.settle', body: PaymentSettleBody, run: settlePayment })
