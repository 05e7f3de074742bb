'use server'

import { gateway } from '@/lib/gateway/gateway'
import { userFormAction } from '@/lib/http/form-action'
import { scanCode } from '@/lib/scanning/scan-code'

/** A scanned or pasted code: opens what it leads to. Nothing is paid by it. */
export async function scanAction(form: FormData): Promise<void> {
  await userFormAction(form, '/wallet/scan', async ({ user }) => {
    const text = String(form.get('code') ?? '')
    const nowEpochSeconds = Math.floor(Date.now() / 1000)
    const target = await scanCode(await gateway(), { text, userId: user.id, nowEpochSeconds })
    if (!target.ok) return { goTo: `/wallet/scan?problem=${target.error}` }
    if (target.value.kind === 'page') return { goTo: target.value.path }
    if (target.value.kind === 'checkout') return { goTo: `/pay/${target.value.sessionId}` }
    return { goTo: `/wallet/inventory?${new URLSearchParams({ code: target.value.code })}` }
  })
}
