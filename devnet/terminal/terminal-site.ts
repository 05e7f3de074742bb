import { readFileSync } from 'node:fs'
import { readForm, seeOther, type WireAnswer, type WireRequest } from '@/devnet/network/wire'
import type { Shop } from '@/devnet/shop/place-order'
import { askOutcome } from '@/devnet/terminal/ask-outcome'
import { bringToCode } from '@/devnet/terminal/bring-to-code'
import { terminalPage, terminalScriptPath } from '@/devnet/terminal/terminal-page'

const script = readFileSync(new URL('./terminal.js', import.meta.url), 'utf8')

/** The counter's terminal, on the shop's origin; undefined for what is the shop's. */
export async function answerAsTerminal(shop: Shop, request: WireRequest): Promise<WireAnswer | undefined> {
  const path = request.path.split('?')[0] ?? ''
  if (request.method === 'GET' && path === terminalScriptPath) return scriptAnswer
  if (path === '/terminal') return request.method === 'POST' ? ask(shop, request) : terminalPage()
  const orderId = /^\/orders\/([0-9A-Z-]+)$/.exec(path)?.[1]
  if (orderId !== undefined) await askOutcome(shop, orderId)
  return undefined
}

async function ask(shop: Shop, request: WireRequest): Promise<WireAnswer> {
  const brought = await bringToCode(shop, readForm(request))
  return brought.ok ? seeOther(`/orders/${brought.value}`) : terminalPage(brought.error)
}

const scriptAnswer: WireAnswer = {
  status: 200,
  headers: { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: script,
}
