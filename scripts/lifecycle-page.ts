import { followingStatuses, paymentLifecycle, paymentStatuses } from '@/lib/checkout/payment-lifecycle'

/** docs/payment-lifecycle.md, from the one state machine. */
export function lifecyclePage(): string {
  const ways = paymentStatuses.flatMap((from) =>
    Object.entries(paymentLifecycle[from]).map(([to, cause]: [string, string]) => ({ from, to, cause })),
  )
  const finals = paymentStatuses.filter((status) => followingStatuses(status).length === 0)
  const drawn = [
    '    [*] --> CREATED',
    ...ways.map(({ from, to }) => `    ${from} --> ${to}`),
    ...finals.map((status) => `    ${status} --> [*]`),
  ]
  return `# The life of a payment

Every payment goes this way, whether a merchant's signed order, a code or an API key began it. This page is made from
\`lib/checkout/payment-lifecycle.ts\` by \`npm run docs\`. The database refuses every other way (trigger \`payment_lifecycle\`), and
at commit every state without what belongs to it: a payment that succeeded has its posted transfer, one that ended otherwise holds
nothing, and what went back of it is what its refunds say.

\`\`\`mermaid
stateDiagram-v2
${drawn.join('\n')}
\`\`\`

| From | To | When |
|---|---|---|
${ways.map(({ from, to, cause }) => `| ${from} | ${to} | ${cause} |`).join('\n')}

${finals.slice(0, -1).join(', ')} and ${finals.at(-1)} are final.
`
}
