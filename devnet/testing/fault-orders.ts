import type { Fault } from '@/devnet/faults/fault-list'
import type { DevnetLab } from '@/devnet/testing/devnet-lab'

type Listed = Fault & { readonly fired: number }

const deskOf = (lab: DevnetLab, ocid: number) => lab.at(`/${ocid}/faults`)

/** Tells a party to misbehave. */
export async function setFault(lab: DevnetLab, ocid: number, fault: Fault): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(deskOf(lab, ocid), { method: 'POST', headers, body: JSON.stringify(fault) })
  if (answer.status !== 200) throw new Error(await answer.text())
}

export async function listFaults(lab: DevnetLab, ocid: number): Promise<readonly Listed[]> {
  const answer = await fetch(deskOf(lab, ocid))
  return ((await answer.json()) as { readonly faults: readonly Listed[] }).faults
}

export async function clearFaults(lab: DevnetLab, ocid: number): Promise<void> {
  await fetch(deskOf(lab, ocid), { method: 'DELETE' })
}
