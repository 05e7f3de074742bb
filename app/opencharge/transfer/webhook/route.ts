import { signedRoute } from '@/lib/http/signed-route'
import { ProofBody } from '@/lib/receiving/proof-request'
import { receiveProof } from '@/lib/receiving/receive-proof'

export const POST = signedRoute({ capability: 'transfer.webhook', body: ProofBody, run: receiveProof })
