import { gateway } from '@/lib/gateway/gateway'
import { internalHeaders } from '@/lib/http/internal-headers'
import { receiptUrl } from '@/lib/receipts/get-receipt'
import { lookUpReceipt } from '@/lib/receipts/look-up-receipt'
import { receiptBundle } from '@/lib/receipts/receipt-bundle'
import { receiptKeys } from '@/lib/receipts/receipt-keys'

export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const [{ token }, us] = await Promise.all([params, gateway()])
  const found = await lookUpReceipt(token, request.headers.get(internalHeaders.address) ?? 'unknown')
  if (!found.ok) {
    const status = found.error === 'TOO_MANY' ? 429 : 404
    return new Response(`${refusal[found.error]}\n`, {
      status,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  const bundle = receiptBundle(found.value, await receiptKeys(us, found.value), receiptUrl(us, token))
  return new Response(bundle, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="receipt-${fileName(found.value.txid)}.json"`,
      'cache-control': 'private, no-store',
    },
  })
}

const refusal = {
  NOT_FOUND: 'There is no receipt at this address.',
  TOO_MANY: 'Too many receipts were looked for from your network. Wait a minute and try again.',
} as const

// Issuers choose their own txids.
const fileName = (txid: string) => txid.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 60)
