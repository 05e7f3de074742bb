import { parseArgs } from 'node:util'
import { startDevnet } from '@/devnet/start-devnet'
import { parseOcid } from '@/lib/opencharge/ocid'
import { parseUrl } from '@/lib/opencharge/plain-url'

const usage = `A small Opencharge network to pay on: a shop, two merchant gateways, and the houses that settle between them.

  tsx devnet/main.ts [--port 3001] [--gateway http://localhost:3000] [--ocid 200] [--data .data] [--public-url URL]

  --port        where it listens; the next free port when it is taken, 0 for any
  --gateway     the payment gateway's public URL
  --ocid        the payment gateway's OCID
  --data        keys, registry and orders are kept in the folder "devnet" in this one
  --public-url  what browsers and the gateway call it (http://localhost:<port>)

  GET /status.json shows everybody's books. POST /<ocid>/faults {"path": "/transfer/create", "mode": "timeout_after",
  "times": 1} has an institution misbehave (the modes are in devnet/faults/fault-modes.ts); GET lists, DELETE clears.
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3001' },
    gateway: { type: 'string', default: 'http://localhost:3000' },
    ocid: { type: 'string', default: '200' },
    data: { type: 'string', default: '.data' },
    'public-url': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

const say = (text: string) => process.stdout.write(text)

if (values.help) {
  say(usage)
  process.exit(0)
}
const port = Number(values.port)
if (!/^[0-9]{1,5}$/.test(values.port) || port > 65_535) refuse('--port must be a number from 0 to 65535.')
const ocid = parseOcid(values.ocid) ?? refuse('--ocid must be an OCID in decimal digits.')
const urls = [values.gateway, values['public-url'] ?? values.gateway]
if (!urls.every((url) => /^https?:/.test(url) && parseUrl(url))) refuse('URLs must begin with http:// or https://.')

const devnet = await startDevnet({
  port,
  ...(values['public-url'] !== undefined && { publicUrl: values['public-url'] }),
  gateway: { ocid, metadataUrl: `${values.gateway.replace(/\/+$/, '')}/opencharge/metadata.json` },
  dataDir: values.data,
})
say(`The shop: ${devnet.shopUrl}\nThe registry, for the gateway: REGISTRY=file:${devnet.registryFile}\n`)

const stop = () => devnet.close().then(() => process.exit(0))
process.once('SIGINT', stop).once('SIGTERM', stop)
