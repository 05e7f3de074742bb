import { prisma } from '@/lib/db/prisma'

const MOST_SHOWN = 50

export async function listDevelopmentMails(recipient: string | undefined) {
  return prisma().developmentMail.findMany({
    where: recipient ? { recipient } : {},
    orderBy: { id: 'desc' },
    take: MOST_SHOWN,
  })
}

export async function findDevelopmentMail(id: number) {
  return prisma().developmentMail.findUnique({ where: { id } })
}
