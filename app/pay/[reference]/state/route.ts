import { currentUser } from '@/lib/auth/current-user'
import { getCheckoutStage } from '@/lib/checkout/get-checkout-stage'
import { readSessionId } from '@/lib/checkout/session-id'

/** What an open page of this checkout asks now and then, to follow what happens on another device. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ reference: string }> },
): Promise<Response> {
  const readUserId = async () => (await currentUser())?.id ?? null
  const stage = await getCheckoutStage(readSessionId((await params).reference), readUserId, Date.now() / 1000)
  return new Response(stage, {
    status: stage === 'unknown' ? 404 : 200,
    headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' },
  })
}
