import { acquireEmbeddedPostgres } from '@/lib/db/embedded/embedded-postgres'

// A process of its own that uses the embedded server in the folder it is given, until its standard input ends.
const { url, release } = await acquireEmbeddedPostgres(process.argv[2] ?? '')
process.stdout.write(`${url}\n`)
process.stdin.resume()
process.stdin.once('end', () => {
  release().then(() => process.exit(0))
})
