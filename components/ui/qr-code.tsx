import { create } from 'qrcode'

interface QrCodeProps {
  readonly text: string
  /** What the picture is, for those who do not see it. */
  readonly label: string
}

// The quiet zone that readers need (ISO/IEC 18004).
const QUIET_MODULES = 4

/** A QR code drawn on the server: dark on white also on a dark page, because readers expect it so. */
export function QrCode({ text, label }: QrCodeProps) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 2 * QUIET_MODULES
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      className="block h-auto w-full rounded-lg"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={drawModules(modules.data, modules.size)} fill="#000" />
    </svg>
  )
}

/** One path for all dark modules: a run of them in a row is one rectangle. */
function drawModules(data: Uint8Array, size: number): string {
  const runs: string[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = column
      while (column < size && data[row * size + column]) column++
      if (column > from)
        runs.push(`M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${column - from}v1h${from - column}z`)
    }
  }
  return runs.join('')
}
