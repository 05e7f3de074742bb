import { writeFileSync } from 'node:fs'
import { generatedPages } from './generated-pages'

/** `npm run docs`: writes the pages that are made from the code. A test holds them against it. */
for (const [file, page] of Object.entries(generatedPages)) {
  writeFileSync(file, page())
  process.stdout.write(`${file}\n`)
}
