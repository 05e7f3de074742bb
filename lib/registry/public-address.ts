import ipaddr from 'ipaddr.js'

// What IANA has given out as global unicast: 2000::/3. Everything outside of it (::a.b.c.d, ::ffff:…, 64:ff9b::,
// unique-local, link-local, …) leads to another place than it seems to.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address, as a resolver or a socket spells it, is a unicast address of the public Internet.
 * Addresses that carry another address inside (IPv4-mapped, 6to4, Teredo, NAT64) are refused whatever they carry:
 * which machine they reach depends on the network that we stand in.
 */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast'
  if (!ipaddr.IPv6.isValid(address)) return false
  const parsed = ipaddr.IPv6.parse(address)
  if (parsed.zoneId !== undefined) return false
  return parsed.match(globalUnicast) && parsed.range() === 'unicast'
}
