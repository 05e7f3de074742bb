import { build } from 'esbuild'

/**
 * What runs in production: `node <these>`. `npm start` says the same. What a gateway holds on to is some 100 MB; without a bound
 * V8 lets several times that lie about before it looks for what is no longer needed.
 */
export const serverArguments = [
  '--max-semi-space-size=8',
  '--max-old-space-size=384',
  '.next/gateway/server.mjs',
] as const

/**
 * Writes the server as plain JavaScript. Run from the sources it would carry a compiler and the map of every file that it
 * loads along, which costs each start some seconds and each process a third of its memory.
 */
export async function bundleServer(): Promise<void> {
  await build({
    entryPoints: { server: 'scripts/production.ts' },
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
