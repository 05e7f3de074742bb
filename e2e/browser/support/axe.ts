import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on the page as it is now: every rule, best practices included. One line for each element. */
export async function axeFaults(page: Page, onlyRules?: readonly string[]): Promise<string[]> {
  // Evaluated, not added as a script: the page's policy lets no script of ours in.
  await page.evaluate(source)
  return page.evaluate(async (rules) => {
    const { axe: engine } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await engine.run(document, rules ? { runOnly: [...rules] } : {})
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${help} — ${target.join(' ')} ${any[0]?.message ?? ''}`),
    )
  }, onlyRules)
}
