import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Who may not import whom, and why. Paths are prefixes from the root of the project. */
const forbidden: readonly { from: string; to: string; except?: RegExp; why: string }[] = [
  { from: 'lib/money/', to: 'lib/', except: /^lib\/(money|opencharge\/result)/, why: 'lib/money is pure' },
  { from: 'lib/opencharge/', to: 'lib/', except: /^lib\/(money|opencharge)\//, why: 'lib/opencharge is pure' },
  { from: 'lib/', to: 'app/', why: 'pages use the features, never the other way' },
  { from: 'lib/', to: 'components/', why: 'features know nothing of how they look' },
  { from: 'components/ui/', to: 'components/', except: /^components\/ui\//, why: 'ui has no business words' },
  { from: 'components/', to: 'lib/db/', why: 'components get what they show' },
  { from: 'app/', to: 'lib/db/', why: 'pages ask the features' },
  {
    from: 'lib/ledger/',
    to: 'lib/',
    except: /^lib\/(ledger|db|money|opencharge)\//,
    why: 'the ledger stands on the database alone',
  },
  { from: 'lib/checkout/', to: 'lib/settlement/', why: 'settlement → checkout, never back' },
  { from: 'lib/settlement-path/', to: 'lib/db/', why: 'choosing a path is pure' },
  { from: 'lib/checkout/', to: 'lib/webhooks/', why: 'settlement enqueues webhooks' },
  { from: 'lib/scanning/', to: 'lib/settlement/', why: 'a scan opens a page; money moves there' },
  { from: 'lib/webhooks/', to: 'lib/settlement/', why: 'settlement → webhooks, never back' },
  { from: 'lib/webhooks/', to: 'lib/checkout/', why: 'settlement → webhooks, never back' },
  { from: 'lib/registry/', to: 'lib/db/', why: 'the registry keeps nothing' },
  { from: 'lib/gateway/', to: 'lib/checkout/', why: 'the features know who we are, never back' },
  { from: 'lib/gateway/', to: 'lib/receiving/', why: 'the features know who we are, never back' },
  { from: 'lib/gateway/', to: 'lib/settlement/', why: 'the features know who we are, never back' },
  { from: 'lib/gateway/', to: 'lib/codes/', why: 'the features know who we are, never back' },
  {
    from: 'devnet/',
    to: 'lib/',
    except: /^lib\/(money|opencharge|registry)\//,
    why: 'the other parties share no line of our gateway',
  },
]

const importPattern = /(?:from|import)\s*\(?\s*'([^']+)'/g
const ownDatabase = /^lib\/(db|mail|.*-store)/
const folders = ['app', 'components', 'lib', 'devnet', 'prisma', 'scripts', 'bench']

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.posix.join(entry.parentPath.split(path.sep).join('/'), entry.name))
    .filter((file) => !file.startsWith('lib/db/generated/') && !/\.test\.tsx?$|\/testing\//.test(file))
}

function importsOf(file: string): string[] {
  const found = [...readFileSync(file, 'utf8').matchAll(importPattern)].map((match) => match[1] ?? '')
  return found.map((name) => {
    if (name.startsWith('@/')) return name.slice(2)
    return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name
  })
}

const faults: string[] = []
for (const file of folders.flatMap(sources)) {
  for (const target of importsOf(file)) {
    for (const { from, to, except, why } of forbidden) {
      if (file.startsWith(from) && target.startsWith(to) && !except?.test(target))
        faults.push(`${file} imports ${target}: ${why}`)
    }
    const seesClient = target.startsWith('lib/db/generated') || target === 'lib/db/prisma'
    if (seesClient && file.startsWith('lib/') && !ownDatabase.test(file) && file !== 'lib/auth/auth-options.ts') {
      faults.push(`${file} imports ${target}: only stores see the Prisma client`)
    }
  }
}
for (const fault of faults) console.error(fault)
process.stdout.write(faults.length === 0 ? 'all arrows point the right way\n' : '')
process.exit(faults.length === 0 ? 0 : 1)
