import type { WireAnswer } from '@/devnet/network/wire'
import { html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { productChoice } from '@/devnet/shop/pages/product-choice'
import type { TerminalProblem } from '@/devnet/terminal/bring-to-code'

export const terminalScriptPath = '/terminal.js'

/** The terminal on a counter: what is sold, and the customer's code, by camera or as text. */
export function terminalPage(problem?: TerminalProblem): WireAnswer {
  const body = html`
<article class="order terminal"><h1>Counter terminal</h1>
${problem && html`<p role="alert"><strong>${sentenceOf(problem)}</strong></p>`}
<p>Scan the code on the customer's phone, or paste its text. The customer then sees the order and decides.</p>
<form method="post" action="/terminal">
${productChoice()}
<p><label>The customer's code <textarea name="code" rows="4" required autocomplete="off" spellcheck="false"></textarea></label></p>
<p id="camera" hidden><button type="button">Scan with the camera</button> <video playsinline muted hidden></video></p>
<p class="actions"><button>Ask for the money</button> <a href="/">Back to the market</a></p>
</form></article>`
  return pageAnswer({ title: 'Counter terminal', body, scriptPath: terminalScriptPath, status: problem ? 400 : 200 })
}

function sentenceOf(problem: TerminalProblem): string {
  if (problem.kind === 'code') return 'That is no code of a customer, or its time is over. Ask for a fresh one.'
  if (problem.kind === 'choice') return 'Choose what is bought and how many, from 1 to 20.'
  const { code, message } = problem.error
  return `The customer's gateway refused the order, and nothing was paid: ${code}, ${message}.`
}
