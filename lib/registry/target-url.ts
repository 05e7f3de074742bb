import { isIP } from 'node:net'
import { parseUrl } from '@/lib/opencharge/plain-url'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { type FetchRefusal, fetchRefusal } from '@/lib/registry/fetch-refusal'
import { isPublicAddress } from '@/lib/registry/public-address'

const maxUrlLength = 2048

const refuse = (reason: string) => err(fetchRefusal('URL_REFUSED', reason))

/**
 * Decides from its text alone whether a URL may be fetched. The URL parser has already turned 2130706433, 0x7f.1 and
 * 0177.0.0.1 into 127.0.0.1; a host that is an address is checked here because a socket asks no resolver for it.
 */
export function checkTargetUrl(text: string, allowPrivateNetwork: boolean): Result<URL, FetchRefusal> {
  if (text.length > maxUrlLength) return refuse(`the URL is longer than ${maxUrlLength} characters`)
  const url = parseUrl(text)
  if (!url) return refuse('it is not an absolute URL')
  if (url.username !== '' || url.password !== '') return refuse('the URL carries credentials')
  if (url.protocol !== 'https:' && !(allowPrivateNetwork && url.protocol === 'http:')) {
    return refuse('the URL is not an https: URL')
  }
  if (allowPrivateNetwork) return ok(url)
  if (!isPortAllowed(url.port)) return refuse(`port ${url.port} is not one that we connect to`)
  return isAddressRefused(url.hostname) ? err(fetchRefusal('ADDRESS_REFUSED')) : ok(url)
}

// Below 1024 listen the classic services (mail, SSH, DNS, …): the bytes of a TLS greeting, part of which the URL's
// author chooses, are not sent to those. Web servers of small parties are on 443 or where no root right is needed.
function isPortAllowed(port: string): boolean {
  return port === '' || port === '443' || Number(port) >= 1024
}

function isAddressRefused(hostname: string): boolean {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(bare) !== 0 && !isPublicAddress(bare)
}
