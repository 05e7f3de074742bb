import { describeCapabilities } from '@/lib/gateway/describe-capabilities'
import { signedRoute } from '@/lib/http/signed-route'

export const GET = signedRoute({ capability: null, run: describeCapabilities })
