import type { WireAnswer } from '@/devnet/network/wire'
import { sellers } from '@/devnet/shop/catalogue'
import { html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { showPrice } from '@/devnet/shop/pages/show-price'
import { routePlans } from '@/devnet/shop/settlement-route'
import type { TerminalProblem } from '@/devnet/terminal/bring-to-code'

export const terminalScriptPath = '/terminal.js'

/** The terminal on a counter: what is sold, and the customer's code, by camera or as text. */
export function terminalPage(problem?: TerminalProblem): WireAnswer {
  // Merchants whose own proof is enough: the customer's gateway has no merchant gateway to go through here.
  const sold = sellers.filter(({ route }) => routePlans[route].accepts === 'payment_gateway')
  const options = sold.flatMap((seller) =>
    seller.products.map(
      (product) =>
        html`<option value="${product.id}">${seller.name}: ${product.name}, ${showPrice(seller, product.price)}</option>`,
    ),
  )
  const body = html`
<article class="order terminal"><h1>Counter terminal</h1>
${problem && html`<p role="alert"><strong>${sentenceOf(problem)}</strong></p>`}
<p>Scan the code on the customer's phone, or paste its text. The customer then sees the order and decides.</p>
<form method="post" action="/terminal">
<p><label>What is bought <select name="product">${options}</select></label></p>
<p><label>How many <input type="number" name="quantity" value="1" min="1" max="20" required inputmode="numeric"></label></p>
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
