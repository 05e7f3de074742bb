import { getPublicCheckout } from '@/lib/merchant-api/get-public-checkout'
import { publicRoute } from '@/lib/merchant-api/merchant-route'

export const GET = publicRoute({ run: getPublicCheckout })
