import { merchantErrors } from '@/lib/merchant-api/envelope'
import { protocolErrors } from '@/lib/opencharge/error-table'

/** docs/errors.md, from the one table of refusals. */
export function errorsPage(): string {
  const rows = Object.entries(protocolErrors).map(
    ([code, { status, meaning, whatToDo }]) => `| \`${code}\` | ${status} | ${meaning} | ${whatToDo} |`,
  )
  const merchantRows = Object.entries(merchantErrors).map(
    ([code, { status, message }]) => `| \`${code}\` | ${status} | ${message} |`,
  )
  return `# Errors

## The network API

Every refusal is \`{"error": {"code", "message", "details"?}}\`, signed like every other answer. This page is made from
\`lib/opencharge/error-table.ts\` by \`npm run docs\`. The status is the usual one: \`INVALID_SIGNATURE\` is 400 when it speaks of a
signed object inside the request (the order) and not of the request itself.

| Code | HTTP | What happened | What to do |
|---|---|---|---|
${rows.join('\n')}

\`details\` helps a machine: \`header\` (which one is wrong), \`issues[]\` of \`{path, message}\`, \`hint\` (\`shallow_canonicalisation\`,
\`txid_reused\`, \`reference_mismatch\`, \`receiver_mismatch\`, \`amount_not_of_currency\`, \`former_key\`, \`beyond_limit\`), \`tried[]\` of \`{ocid, strategy, reason}\`, \`reason\` (why metadata could not be had),
\`retryAfterSeconds\`, \`id\` (of an internal error, to be found in the log).

## The merchant API

Every answer is \`{"data", "meta": {"success", "message", "errorCode", "timestamp"}, "pagination"}\`. The table is made from
\`lib/merchant-api/envelope.ts\`. Of VALIDATION_ERROR, \`data\` has each field that is wrong with what it must be; of RATE_LIMITED and
SERVICE_UNAVAILABLE it has \`retryAfterSeconds\`, as the header \`Retry-After\` does. With an Idempotency-Key everything below 500 is kept
for a repeat, except what is said of the key itself, of a caller that was not let in (401, 429), and of a body that could not be read.

| errorCode | HTTP | What happened |
|---|---|---|
${merchantRows.join('\n')}
`
}
