import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireDevelopment } from '../require-development'
import { specimens } from '../specimens'

export const metadata: Metadata = { title: 'Gallery' }

export default async function SpecimenPage({ params }: { params: Promise<{ specimen: string }> }) {
  requireDevelopment()
  const { specimen } = await params
  if (!Object.hasOwn(specimens, specimen)) notFound()
  return specimens[specimen]?.()
}
