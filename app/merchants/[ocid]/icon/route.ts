import { merchantIcon } from '@/lib/checkout/merchant-icon'
import { gateway } from '@/lib/gateway/gateway'

export async function GET(request: Request, { params }: { params: Promise<{ ocid: string }> }): Promise<Response> {
  return merchantIcon(await gateway(), (await params).ocid, request.headers.get('sec-fetch-dest'))
}
