import { readFile } from 'node:fs/promises'
import type { Gateway } from '@/lib/gateway/gateway'
import { type Evidence, readEvidence } from '@/lib/opencharge/evidence'
import { isJsonObject, type JsonObject } from '@/lib/opencharge/json-value'
import { judgeEvidence } from '@/lib/opencharge/judge-evidence'
import { parseOcid } from '@/lib/opencharge/ocid'
import { type Proof, parseProof } from '@/lib/opencharge/proof'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { defineCommand, misuse, type Output } from './command'
import { type Finding, fault, findingLines, fine, isFault, note } from './finding'
import { checkBooks } from './proof/check-books'
import { checkBundle, checkBundleKeys, knownKeys } from './proof/check-bundle'
import { checkContent } from './proof/check-content'
import { checkSignature } from './proof/check-signature'
import { findIssuerKeys, type Issuer } from './proof/find-issuer-keys'
import { judgeOffline } from './proof/judge-offline'
import { proofSentence } from './proof/proof-sentence'
import { verifyWords } from './proof/verify-words'
import type { Terminal } from './terminal'

export const verifyProof = defineCommand({
  syntax: 'verify-proof <file>',
  summary: 'check a proof: who states what, and whether it can be relied on',
  details:
    'Reads the evidence of a receipt, or {"proof": {…}, "signature": "…"}, from a file, or from standard input with "-". What /verify says of the file, it says too. The signature is checked with the key that the issuer shows in the registry, and with older keys of it that we saw. Where no gateway is configured it judges by what the file holds, as /verify does, and compares nothing with a registry. Exit code 1 when the proof is not valid.',
  examples: ['verify-proof proof.json', 'verify-proof - < proof.json', 'verify-proof proof.json --json'],
  run: async (session, _, [file = '']) => {
    const bytes = await readProofFile(file, session.terminal)
    if (!bytes.ok) return misuse(bytes.error)
    const evidence = readEvidence(bytes.value)
    if (!evidence.ok) return ok(verdict(undefined, [fault('form', verifyWords(`error.${evidence.error}`))]))
    if (!session.hasGateway()) return ok(judgeOffline(evidence.value, nowEpochSeconds()))
    const settings = session.settings()
    await session.database()
    return ok(await examine(evidence.value, await session.gateway(settings)))
  },
})

const nowEpochSeconds = () => Math.floor(Date.now() / 1000)

async function examine(evidence: Evidence, us: Gateway): Promise<Output> {
  const parsed = parseProof(evidence.proof)
  if (!parsed.ok)
    return verdict(undefined, [fault('form', `the proof is malformed: ${issuesOf(parsed.error.details)}`)])
  const proof = parsed.value
  const issuer = await findIssuerKeys(us, proof.issuer)
  const now = nowEpochSeconds()
  const signed = checkSignature(proof, evidence.signature, issuer, us.crypto)
  const findings = [
    fine('form', 'sound JSON with every member that a proof must have'),
    issuerFinding(issuer),
    ...signed,
    ...checkContent(proof, us.env.CURRENCIES, now),
    ...(await examineBundle(proof, evidence, issuer, us, now)),
    ...(await checkBooks(proof, issuer.isUs, !signed.some(isFault))),
    acceptance(issuer, us.env.ACCEPTS),
  ]
  return verdict({ proof, issuer }, findings)
}

/** What comes with the proof, judged with the keys that are known here; a merchant's, when none is, with those of the file. */
async function examineBundle(proof: Proof, evidence: Evidence, issuer: Issuer, us: Gateway, now: number) {
  const { order, keys } = evidence
  const ocid = isJsonObject(order) ? parseOcid(order.ocid) : undefined
  const merchant = ocid === undefined || ocid === issuer.ocid ? [] : [await findIssuerKeys(us, ocid)]
  const known = knownKeys([issuer, ...merchant])
  const others = keys.filter(
    (entry) => entry.ocid !== null && entry.ocid !== issuer.ocid && !known.some((key) => key.ocid === entry.ocid),
  )
  const judged = judgeEvidence({ ...evidence, keys: [...known, ...others] }, us.crypto, us.env.CURRENCIES, now)
  return [...checkBundleKeys(proof, evidence, issuer), ...checkBundle(judged)]
}

function issuerFinding({ ocid, peer, unavailable }: Issuer): Finding {
  if (peer)
    return fine(
      'issuer',
      `OCID ${ocid} is ${peer.name}, at ${peer.domain}${peer.isDomainConfirmed ? '' : ', as it says itself'}`,
    )
  return note('issuer', `the registry gives nothing for OCID ${ocid}: ${unavailable}`)
}

function acceptance({ ocid, isUs }: Issuer, accepts: readonly number[]): Finding {
  if (isUs) return fine('acceptance', 'the proof is our own')
  if (accepts.includes(ocid)) return fine('acceptance', `OCID ${ocid} is in ACCEPTS`)
  return note('acceptance', `OCID ${ocid} is not in ACCEPTS: this gateway would not take the proof as a payment`)
}

function verdict(
  about: { readonly proof: Proof; readonly issuer: Issuer } | undefined,
  findings: readonly Finding[],
): Output {
  const isValid = !findings.some(isFault)
  const sentence = about ? proofSentence(about.proof, about.issuer) : null
  const lines = [...(sentence ? [sentence, ''] : []), ...findingLines(findings), '', isValid ? 'VALID' : 'NOT VALID']
  return {
    json: {
      valid: isValid,
      comparedWithRegistry: about !== undefined,
      sentence,
      proof: about?.proof ?? null,
      checks: findings,
    },
    lines,
    foundFault: !isValid,
  }
}

async function readProofFile(file: string, terminal: Terminal): Promise<Result<Uint8Array, string>> {
  if (file === '-') return ok(await terminal.readInput())
  try {
    return ok(await readFile(file))
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    return err(`${file} cannot be read${code}. Name a file that is there, or "-" to read standard input.`)
  }
}

function issuesOf(details: JsonObject | undefined): string {
  const issues = Array.isArray(details?.issues) ? details.issues : []
  const texts = issues.filter(isJsonObject).map(({ path, message }) => `${String(path)} ${String(message)}`.trim())
  return texts.join('; ') || 'it has another shape'
}
