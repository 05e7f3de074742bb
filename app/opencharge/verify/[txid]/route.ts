import { signedRoute } from '@/lib/http/signed-route'
import { verifyTxid } from '@/lib/receiving/verify-txid'

export const GET = signedRoute({ capability: 'verify.txid', run: verifyTxid })
