import { build } from 'esbuild'

/** What runs in production: `node <program>`. */
export const serverProgram = '.next/gateway/server.mjs'

/**
 * Writes the server as plain JavaScript. Run from the sources it would carry a compiler and the map of every file that it
 * loads along, which costs each start some seconds and each process a third of its memory.
 */
export async function bundleServer(): Promise<void> {
  await build({
    entryPoints: { server: 'scripts/production.ts', 'signature-thread': 'lib/gateway/signature-thread.ts' },
    outdir: '.next/gateway',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  })
}
