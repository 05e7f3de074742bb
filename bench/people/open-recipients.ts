import { gatewayOcid } from '@/bench/peers/bench-network'
import type { Recipient } from '@/bench/peers/sign-transfer'
import { ensureUser, findUser } from '@/lib/auth/user-store'

/** People of ours, as others name them. */
export async function openRecipients(count: number): Promise<Recipient[]> {
  const recipients: Recipient[] = []
  for (let index = 0; index < count; index++) recipients.push(await openRecipient(`recipient-${index}@bench.example`))
  return recipients
}

async function openRecipient(email: string): Promise<Recipient> {
  await ensureUser(email)
  const person = await findUser(email)
  if (!person) throw new Error(`${email} is not there`)
  return { ocid: gatewayOcid, reference: person.reference }
}
