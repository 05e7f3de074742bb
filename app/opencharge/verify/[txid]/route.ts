import { signedRoute } from '@/lib/http/signed-route'
import { verifyTransaction } from '@/lib/settlement/verify-transaction'

export const GET = signedRoute({ capability: 'verify.txid', run: verifyTransaction })
