import { writeFileSync } from 'node:fs'
import { clientTypes } from './client-types'

/** `npm run client`: writes the types of the client. A test holds them against the document. */
writeFileSync('clients/typescript/src/api.ts', await clientTypes())
