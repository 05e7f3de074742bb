import { chromium } from 'playwright'
const [base, out, ...names] = process.argv.slice(2)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [k, o] of Object.entries({ desk: { viewport: { width: 1280, height: 900 } }, phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, ar: { viewport: { width: 390, height: 844 }, locale: 'ar' } })) {
  const c = await b.newContext(o); const p = await c.newPage()
  for (const n of names) { await p.goto(`${base}/${n}`); await p.waitForTimeout(600); await p.screenshot({ path: `${out}/${n.replaceAll('/', '_')}-${k}.png`, fullPage: true }) }
  await c.close()
}
await b.close()
