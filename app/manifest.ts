import type { MetadataRoute } from 'next'
import { brandName } from '@/components/ui/brand-name'
import { publicPath } from '@/lib/env/public-path'

// The name and the path are the operator's, and known when it runs.
export const dynamic = 'force-dynamic'

/** What makes the wallet installable on a phone. */
export default function manifest(): MetadataRoute.Manifest {
  const icon = (file: string, size: number, purpose: 'any' | 'maskable') => ({
    src: publicPath(`/${file}`),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  })
  return {
    name: brandName,
    short_name: brandName,
    id: publicPath('/wallet'),
    start_url: publicPath('/wallet'),
    scope: publicPath('/'),
    display: 'standalone',
    background_color: '#f2f6f4',
    theme_color: '#f2f6f4',
    icons: [
      icon('icon-192.png', 192, 'any'),
      icon('icon-512.png', 512, 'any'),
      icon('icon-maskable-512.png', 512, 'maskable'),
    ],
  }
}
