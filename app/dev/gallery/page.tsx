import type { Metadata } from 'next'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { ComponentSamples } from './component-samples'
import { requireDevelopment } from './require-development'
import { specimens } from './specimens'

export const metadata: Metadata = { title: 'Gallery' }

/** For those who build the pages, hence in one language: every page by name, then every part in every state. */
export default async function GalleryPage() {
  requireDevelopment()
  return (
    <PageShell width="wide">
      <PageHeading title="Gallery">Every page in every state, and the parts that they are made of.</PageHeading>
      <nav aria-label="Pages">
        <ul className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-4">
          {Object.keys(specimens).map((name) => (
            <li key={name}>
              <a
                href={`/dev/gallery/${name}`}
                className="flex min-h-11 items-center text-brand underline underline-offset-4"
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ComponentSamples />
    </PageShell>
  )
}
