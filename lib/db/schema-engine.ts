import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

const filters = { externalTables: [], externalEnums: [] }
const SCHEMA = 'prisma/schema.prisma'

export interface MigrationFile {
  readonly name: string
  readonly sql: string
}

/** Prisma's own schema engine as WebAssembly: the same migrations as `prisma migrate deploy`, with no download. */
async function startEngine(connections: WholeScripts) {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm')
  const file = path.join(path.dirname(entry), 'schema_engine_bg.wasm')
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {
    './schema_engine_bg.js': bindings,
  })
  bindings.__wbg_set_wasm(wasm.exports)
  ;(wasm.exports.__wbindgen_start as () => void)()
  const adapter = bindMigrationAwareSqlAdapterFactory(connections)
  return bindings.SchemaEngine.new(
    { datamodels: [['schema.prisma', readFileSync(SCHEMA, 'utf8')]] },
    () => undefined,
    adapter,
  )
}

/** The adapter cuts scripts at every semicolon, also inside function bodies; PostgreSQL takes a whole script by itself. */
class WholeScripts extends PrismaPg {
  readonly #opened: { dispose(): Promise<void> }[] = []

  override async connect() {
    const connection = await super.connect()
    this.#opened.push(connection)
    connection.executeScript = async (script) => {
      await connection.underlyingDriver().query(script)
    }
    return connection
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((connection) => connection.dispose()))
  }
}

/** Applies what the database has not seen yet, and gives the names of what it applied. */
export async function applyMigrations(
  connectionString: string,
  migrations: readonly MigrationFile[],
): Promise<string[]> {
  const connections = new WholeScripts({ connectionString })
  try {
    const engine = await startEngine(connections)
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters,
      migrationsList: migrationsList(migrations),
    })
    return appliedMigrationNames
  } finally {
    await connections.close()
  }
}

function migrationsList(migrations: readonly MigrationFile[]) {
  return {
    baseDir: path.resolve('prisma/migrations'),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}
