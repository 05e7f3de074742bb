import { bringOrder } from '@/lib/codes/bring-order'
import { CodeOrderBody } from '@/lib/codes/code-order-request'
import { signedRoute } from '@/lib/http/signed-route'

export const POST = signedRoute({ capability: 'orders.create.session', body: CodeOrderBody, run: bringOrder })
