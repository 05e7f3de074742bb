/**
 * The address a request came from. `X-Forwarded-For` is believed only for as many proxies as the operator runs:
 * with one, the last entry is what that proxy saw; entries further left are the client's own claims.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, trustedHops: number): string {
  if (trustedHops === 0) return socketAddress
  const seen = [...(forwardedFor ?? '').split(',').map((part) => part.trim()), socketAddress].filter(
    (part) => part !== '',
  )
  return seen[Math.max(0, seen.length - 1 - trustedHops)] ?? socketAddress
}
