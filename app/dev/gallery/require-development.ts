import { notFound } from 'next/navigation'

/** The gallery does not exist in production, whatever `NODE_ENV` says. */
export function requireDevelopment(): void {
  if (process.env.GATEWAY_MODE !== 'development') notFound()
}
