import type { Gateway } from '@/lib/gateway/gateway'
import { parseMetadata } from '@/lib/opencharge/metadata'
import { verifyResponse } from '@/lib/opencharge/response-signature'
import { parseStrictJson } from '@/lib/opencharge/strict-json'
import type { GuardedResponse } from '@/lib/registry/guarded-fetch'
import { type Finding, fault, fine } from '../finding'
import type { Check } from './patient'

const NAME = 'PUBLIC_URL'

/** Asks for our own metadata as another gateway would, over the public name and with the same caution. */
export const checkPublicUrl: Check = {
  name: NAME,
  needs: ['gateway'],
  look: async ({ gateway: us }) => {
    if (!us) return []
    const url = `${us.endpoint}/metadata.json`
    const answer = await us.fetch(url, { accept: 'application/json' })
    if (!answer.ok) {
      const says = `${url} cannot be fetched: ${answer.error.reason} (${answer.error.code})`
      return [
        fault(
          NAME,
          says,
          'Start the gateway; check PUBLIC_URL, the name in DNS, and what stands in front (proxy, firewall).',
        ),
      ]
    }
    return [judge(url, answer.value, us)]
  },
}

function judge(url: string, { status, bytes, headers }: GuardedResponse, us: Gateway): Finding {
  if (status !== 200)
    return fault(NAME, `${url} answers ${status}`, 'Let the proxy pass /opencharge on to the gateway.')
  const json = parseStrictJson(bytes)
  const metadata = json.ok ? parseMetadata(json.value, us.crypto) : undefined
  if (!metadata?.ok)
    return fault(NAME, `${url} is not a metadata document`, 'Something else answers there: check the proxy.')
  if (metadata.value.publicKey.hex !== us.signer.publicKey.hex) {
    return fault(
      NAME,
      `${url} shows another public key than GATEWAY_PRIVATE_KEY has`,
      'Another gateway answers there, or one that was not restarted since the key changed.',
    )
  }
  const signed = verifyResponse(
    { status, body: bytes, header: (name) => headers[name.toLowerCase()] ?? null },
    { ocid: us.ocid, key: us.signer.publicKey, now: Math.floor(Date.now() / 1000) },
    us.crypto,
  )
  if (signed.ok && signed.value === 'signed') return fine(NAME, `${url} answers, signed by our key`)
  const says = signed.ok
    ? 'the answer arrives without its signature'
    : `the answer's signature is refused: ${signed.error}`
  return fault(NAME, says, 'The proxy must pass the X-OC- headers and the body on unchanged, and not from a cache.')
}
