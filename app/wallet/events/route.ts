import { currentUser } from '@/lib/auth/current-user'
import { liveAnswer } from '@/lib/live/live-answer'

/** What happens to this person's wallet, as it happens. */
export async function GET(): Promise<Response> {
  const user = await currentUser()
  return user ? liveAnswer(`user:${user.id}`) : new Response(null, { status: 401 })
}
