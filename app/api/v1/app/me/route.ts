import { getApplication } from '@/lib/merchant-api/get-application'
import { readRoute } from '@/lib/merchant-api/merchant-route'

export const GET = readRoute({ run: getApplication })
