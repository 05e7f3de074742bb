import { chromium } from 'playwright'
import { writeFileSync } from 'node:fs'
import { test } from './support/browser-test'
import { newPerson, signIn } from './support/people'
import { buy } from './support/shop'
import { site } from './support/site'
for (const js of [true, false])
test('bf ' + js, async () => {
  const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'], ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  const c = await b.newContext({ javaScriptEnabled: js })
  const p = await c.newPage()
  await c.addInitScript(() => addEventListener('pageshow', (e) => { (window as any).persisted = e.persisted; (window as any).nrr = JSON.stringify((performance.getEntriesByType('navigation')[0] as any)?.notRestoredReasons) }))
  await signIn(c, await newPerson({ USD: '100.00' }))
  await p.goto(await buy())
  await p.getByRole('button', { name: 'Pay $19.40' }).click()
  await p.waitForURL(`${site().shopUrl}/orders/**`)
  await p.goBack()
  await p.waitForTimeout(1500)
  console.log(js, await p.evaluate(() => [(window as any).persisted, (window as any).nrr, document.querySelector('main')?.innerText?.slice(0, 300)]))
  await b.close()
})
