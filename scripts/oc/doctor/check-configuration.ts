import { ConfigurationError, type Env, readEnv } from '@/lib/env/env'
import { type Finding, fault, fine, note } from '../finding'
import type { Check } from './patient'

const NAME = 'configuration'

export const checkConfiguration: Check = {
  name: NAME,
  look: async (patient) => {
    try {
      const settings = patient.session.settings()
      patient.settings = settings
      const doubts = settings.development ? [] : doubtsOf(settings)
      return doubts.length > 0 ? doubts : [fine(NAME, summaryOf(settings))]
    } catch (cause) {
      if (!(cause instanceof ConfigurationError)) throw cause
      return allMistakes(cause).map((mistake) => fault(NAME, mistake))
    }
  },
}

/** The boot stops at the first kind of mistake; the doctor takes the wrong values out and reads on. */
function allMistakes(first: ConfigurationError): string[] {
  const names = new Set(first.mistakes.map((mistake) => mistake.split(' ')[0] ?? ''))
  const rest = Object.entries(process.env).filter(([name]) => !names.has(name))
  return [
    ...first.mistakes,
    ...mistakesIn(Object.fromEntries(rest)).filter((mistake) => !names.has(mistake.split(' ')[0] ?? '')),
  ]
}

function mistakesIn(source: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readEnv(source)
    return []
  } catch (cause) {
    if (cause instanceof ConfigurationError) return cause.mistakes
    throw cause
  }
}

const summaryOf = ({ GATEWAY_MODE, GATEWAY_OCID, GATEWAY_NAME, PUBLIC_URL }: Env) =>
  `${GATEWAY_MODE}: OCID ${GATEWAY_OCID}, "${GATEWAY_NAME}", at ${PUBLIC_URL}`

/** Values that are allowed, and that hardly anybody means in production. */
function doubtsOf({ PUBLIC_URL, ALLOW_PRIVATE_NETWORK, TRUSTED_PROXY_HOPS }: Env): Finding[] {
  const isEncrypted = PUBLIC_URL.startsWith('https:')
  return [
    ...(isEncrypted
      ? []
      : [
          fault(
            NAME,
            `PUBLIC_URL is ${PUBLIC_URL}: sign-in codes and sessions would travel open`,
            'Set it to the https:// URL under which others reach the gateway.',
          ),
        ]),
    ...(ALLOW_PRIVATE_NETWORK
      ? [
          fault(
            NAME,
            'ALLOW_PRIVATE_NETWORK=1 lets strangers make us fetch from your own network',
            'Take it out; it is for development.',
          ),
        ]
      : []),
    ...(isEncrypted && TRUSTED_PROXY_HOPS === 0
      ? [
          note(
            NAME,
            'TRUSTED_PROXY_HOPS is 0, but PUBLIC_URL is https: what ends TLS in front of us counts as one sender of all requests',
            'Set TRUSTED_PROXY_HOPS to the number of proxies in front of the gateway, usually 1.',
          ),
        ]
      : []),
  ]
}
