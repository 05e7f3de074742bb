import { site } from './site'

/** Rings a skein of yarn for 9.50 dollars up at the counter. Gives the counter's page of the order. */
export async function ringUp(): Promise<string> {
  const body = new URLSearchParams({ product: 'cochineal-yarn', quantity: '1' })
  const answer = await fetch(`${site().shopUrl}/counter`, { method: 'POST', body, redirect: 'manual' })
  if (answer.status !== 303) throw new Error(`the counter refused: ${await answer.text()}`)
  return new URL(answer.headers.get('location') ?? '', site().shopUrl).href
}

export const vendingUrl = (): string => `${site().shopUrl}/vending`

/** The text of the code that a page of the devnet shows. */
export async function codeAt(url: string): Promise<string> {
  const text = /<code>(\{.*?\})<\/code>/.exec(await (await fetch(url)).text())?.[1]
  if (!text) throw new Error(`no code at ${url}`)
  return text.replaceAll('&quot;', '"')
}
