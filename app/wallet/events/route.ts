import { currentUser } from '@/lib/auth/current-user'
import { liveAnswer } from '@/lib/live/live-answer'

/** What happens to this person's wallet, as it happens. */
export async function GET(request: Request): Promise<Response> {
  const user = await currentUser()
  return user ? liveAnswer(`user:${user.id}`, request.signal) : new Response(null, { status: 401 })
}

/** Next.js would answer it by GET, and keep open what nobody reads. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET' } })
}
