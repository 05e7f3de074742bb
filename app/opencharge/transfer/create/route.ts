import { signedRoute } from '@/lib/http/signed-route'
import { createTransfer } from '@/lib/receiving/create-transfer'
import { TransferCreateBody } from '@/lib/receiving/transfer-request'

export const POST = signedRoute({ capability: 'transfer.create', body: TransferCreateBody, run: createTransfer })
