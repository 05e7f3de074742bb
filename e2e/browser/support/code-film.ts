import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import QRCode from 'qrcode'

const [width, height, modulePixels] = [640, 480, 6] as const
const [white, black] = [235, 16] as const

/** A film for Chromium's false camera, in which a code is held still in front of it. Gives the file's path. */
export function filmCode(text: string, folder: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const luma = Buffer.alloc(width * height, white)
  const side = modules.size * modulePixels
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const index = Math.floor(y / modulePixels) * modules.size + Math.floor(x / modulePixels)
      if (modules.data[index]) luma[(top + y) * width + left + x] = black
    }
  }
  const colour = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colour])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  const file = join(folder, 'code.y4m')
  writeFileSync(file, Buffer.concat([head, frame, frame, frame]))
  return file
}
