import { writeFileSync } from 'node:fs'
import { errorsPage } from './errors-page'

/** `npm run docs`: writes the pages that are made from the code. A test holds them against it. */
writeFileSync('docs/errors.md', errorsPage())
process.stdout.write('docs/errors.md\n')
