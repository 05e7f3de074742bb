import ipaddr from 'ipaddr.js'

/**
 * The address a request came from. `X-Forwarded-For` is believed only for as many proxies as the operator runs:
 * with one, the last entry is what that proxy saw; entries further left are the client's own claims.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, trustedHops: number): string {
  if (trustedHops === 0) return socketAddress
  const seen = [...(forwardedFor ?? '').split(',').map(withoutPort), socketAddress].filter((part) => part !== '')
  const told = seen[Math.max(0, seen.length - 1 - trustedHops)] ?? ''
  // What is no address would be counted apart from everything else, each time anew if there is a number in it.
  return ipaddr.isValid(told) ? told : socketAddress
}

/** Some proxies write the port as well: `1.2.3.4:5678`, `[2001:db8::1]:5678`. */
function withoutPort(entry: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(entry.trim()) ?? []
  return bracketed ?? plain ?? entry.trim()
}

/** What limits are counted by: one IPv4 address, or the /64 that one IPv6 customer has all to himself. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/64`
}
