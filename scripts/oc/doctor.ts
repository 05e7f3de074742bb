import { ok } from '@/lib/opencharge/result'
import { defineCommand } from './command'
import { checkBooksHold } from './doctor/check-books-hold'
import { checkClock } from './doctor/check-clock'
import { checkConfiguration } from './doctor/check-configuration'
import { checkConnections } from './doctor/check-connections'
import { checkCrypto } from './doctor/check-crypto'
import { checkDatabase, checkSchema, checkServerVersion } from './doctor/check-database'
import { checkDeliveries } from './doctor/check-deliveries'
import { checkEmbeddedPrograms } from './doctor/check-embedded-programs'
import { checkFailingPeers } from './doctor/check-failing-peers'
import { checkFiles } from './doctor/check-files'
import { checkMail } from './doctor/check-mail'
import { checkNode } from './doctor/check-node'
import { checkPublicUrl } from './doctor/check-public-url'
import { checkRegistration } from './doctor/check-registration'
import { checkReserves } from './doctor/check-reserves'
import { checkSettlements } from './doctor/check-settlements'
import { checkWorker } from './doctor/check-worker'
import { examine } from './doctor/examine'
import { findingLines, isFault } from './finding'

const checks = [
  checkNode,
  checkConfiguration,
  checkFiles,
  checkCrypto,
  checkEmbeddedPrograms,
  checkDatabase,
  checkServerVersion,
  checkConnections,
  checkSchema,
  checkClock,
  checkPublicUrl,
  checkRegistration,
  checkWorker,
  checkDeliveries,
  checkSettlements,
  checkFailingPeers,
  checkReserves,
  checkMail,
  checkBooksHold,
]

export const doctor = defineCommand({
  syntax: 'doctor',
  summary: 'look for what is wrong with this installation, and say how to mend it',
  details:
    'Changes nothing, apart from starting the embedded database for the moment when it does not run. Exit code 1 when anything is wrong; notes do not count.',
  examples: ['doctor', 'doctor --json'],
  run: async (session) => {
    const findings = await examine({ session }, checks)
    const faults = findings.filter(isFault).length
    const closing =
      faults === 0 ? 'Nothing is wrong.' : `${faults === 1 ? 'One thing is' : `${faults} things are`} wrong.`
    const lines = [...findingLines(findings), '', closing]
    return ok({ json: { healthy: faults === 0, findings }, lines, foundFault: faults > 0 })
  },
})
