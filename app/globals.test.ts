import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8')
const light = readPalette(css.slice(0, css.indexOf('@media (prefers-color-scheme: dark)')))
const dark = { ...light, ...readPalette(between('@media (prefers-color-scheme: dark)', ':root:lang(ar)')) }
const print = { ...light, ...readPalette(between('@media print', '@theme')) }

// Text needs 4.5 to 1 (WCAG 2.2, 1.4.3), the lines of controls and the focus ring 3 to 1 (1.4.11).
const pairs: [text: string, ground: string, least: number][] = [
  ...onEach('ink', ['canvas', 'surface', 'sunken', 'brand-soft', 'info-soft', 'warning-soft', 'danger-soft']),
  ...onEach('ink', ['success-soft']),
  ...onEach('ink-soft', ['canvas', 'surface', 'sunken', 'brand-soft']),
  ...onEach('brand', ['canvas', 'surface', 'brand-soft']),
  ...onEach('on-brand', ['brand', 'brand-strong']),
  ...onEach('slip-ink', ['slip']),
  ...onEach('slip-soft', ['slip']),
  ...['info', 'success', 'warning', 'danger'].flatMap((tone) => onEach(tone, [`${tone}-soft`, 'canvas'])),
  ...onEach('surface', ['info', 'success', 'warning', 'danger', 'ink-soft'], 3),
  ...onEach('line-strong', ['canvas', 'surface'], 3),
  ...onEach('focus', ['canvas', 'surface', 'brand-soft'], 3),
]

describe('contrast', () => {
  it.each(pairs)('%s on %s is at least %d to 1 in light and dark', (text, ground, least) => {
    expect(contrast(light, text, ground)).toBeGreaterThanOrEqual(least)
    expect(contrast(dark, text, ground)).toBeGreaterThanOrEqual(least)
  })

  it('the clock can be read on the slip', () => {
    expect(contrast(light, 'spark', 'slip')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(dark, 'spark', 'slip')).toBeGreaterThanOrEqual(4.5)
  })

  it('the slip can be read on paper', () => {
    expect(contrast(print, 'slip-ink', 'slip')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(print, 'slip-soft', 'slip')).toBeGreaterThanOrEqual(4.5)
  })

  it('dark changes every colour that light sets, but for the spark', () => {
    const kept = Object.keys(light).filter((name) => light[name] === dark[name])
    expect(kept).toEqual(['spark'])
  })
})

it('the failure page outside of the application has the same colours', () => {
  const outside = readFileSync(new URL('../public/service-error.css', import.meta.url), 'utf8')
  const [outsideLight = '', outsideDark = ''] = outside.split('@media (prefers-color-scheme: dark)')
  expect(light).toMatchObject(readPalette(outsideLight))
  expect(dark).toMatchObject(readPalette(outsideDark))
  expect(Object.keys(readPalette(outsideDark))).toHaveLength(5)
})

type Palette = Record<string, string>

function between(start: string, end: string): string {
  const from = css.indexOf(start)
  return css.slice(from, css.indexOf(end, from))
}

function readPalette(text: string): Palette {
  return Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]))
}

function onEach(text: string, grounds: string[], least = 4.5): [string, string, number][] {
  return grounds.map((ground) => [text, ground, least])
}

// WCAG 2.2, "contrast ratio" and "relative luminance".
function contrast(palette: Palette, a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(palette[a]), luminance(palette[b])].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string | undefined): number {
  if (!hex) throw new Error('no such colour')
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
