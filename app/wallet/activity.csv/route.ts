import { readActivityFilter } from '@/lib/activity/activity-filter'
import { streamActivityCsv } from '@/lib/activity/stream-activity-csv'
import { currentUser } from '@/lib/auth/current-user'
import { publicPath } from '@/lib/env/public-path'
import { gateway } from '@/lib/gateway/gateway'

export async function GET(request: Request): Promise<Response> {
  const [us, user] = await Promise.all([gateway(), currentUser()])
  if (!user) {
    const location = publicPath(`/sign-in?${new URLSearchParams({ next: '/wallet/activity' })}`)
    return new Response(null, { status: 303, headers: { location } })
  }
  const query = Object.fromEntries(new URLSearchParams(request.url.split('?')[1] ?? ''))
  const body = streamActivityCsv(us, user.id, readActivityFilter(query))
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="activity.csv"',
      'cache-control': 'private, no-store',
    },
  })
}
