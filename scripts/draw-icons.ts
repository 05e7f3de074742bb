import { readFileSync } from 'node:fs'
import { chromium } from 'playwright'
import { browserArguments } from '@/e2e/browser/support/demo-environment'
import { findBrowser } from './find-browser'

const svg = readFileSync('app/icon.svg', 'utf8')
// Phones cut maskable pictures to their own shape: the ground fills all, and the mark stays within the middle.
const ground = '#0d3b3e'
const square = svg.replace(' rx="8"', '').replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"')

const icons = [
  { file: 'public/icon-192.png', size: 192, picture: svg, background: 'transparent' },
  { file: 'public/icon-512.png', size: 512, picture: svg, background: 'transparent' },
  { file: 'public/icon-maskable-512.png', size: 512, picture: square, background: ground },
  { file: 'app/apple-icon.png', size: 180, picture: square, background: ground },
]

/** `npx tsx scripts/draw-icons.ts`: draws the pictures of an installed wallet from app/icon.svg. */
async function drawIcons(): Promise<void> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserArguments] })
  for (const { file, size, picture, background } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const style = `*{margin:0}body{background:${background}}svg{display:block;width:100vw;height:100vh}`
    await page.setContent(`<style>${style}</style>${picture}`)
    await page.screenshot({ path: file, omitBackground: background === 'transparent' })
    await page.close()
  }
  await browser.close()
}

await drawIcons()
