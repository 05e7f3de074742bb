import { getOrderStatus } from '@/lib/checkout/get-order-status'
import { signedRoute } from '@/lib/http/signed-route'

export const GET = signedRoute({ capability: 'orders.status', run: getOrderStatus })
