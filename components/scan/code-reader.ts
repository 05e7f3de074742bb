/** Reads the text of a code in a picture; null when there is none in it. */
export type CodeReader = (picture: Picture) => Promise<string | null>

export interface Picture {
  readonly source: HTMLVideoElement | ImageBitmap
  readonly width: number
  readonly height: number
}

interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/** The browser's own reader where it has one; else a decoder of ours, which is only then loaded. */
export async function openCodeReader(): Promise<CodeReader> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = (await own?.getSupportedFormats().catch(() => [])) ?? []
  return own && formats.includes('qr_code') ? readWith(new own({ formats: ['qr_code'] })) : loadDecoder()
}

function readWith(detector: Detector): CodeReader {
  return async ({ source }) => (await detector.detect(source).catch(() => []))[0]?.rawValue ?? null
}

const MOST_PIXELS_A_SIDE = 1280
const MOST_MS = 250

async function loadDecoder(): Promise<CodeReader> {
  const { decodeQR } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async ({ source, width, height }) => {
    const scale = Math.min(1, MOST_PIXELS_A_SIDE / Math.max(width, height))
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    if (!context) return null
    context.drawImage(source, 0, 0, canvas.width, canvas.height)
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: MOST_MS })
    } catch {
      return null
    }
  }
}
