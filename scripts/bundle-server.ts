import { build } from 'esbuild'

/**
 * What runs in production: `node <these>`. `npm start` and `npm run worker` say the same. What a gateway holds on to is some
 * 100 MB; without a bound V8 lets several times that lie about before it looks for what is no longer needed.
 */
const argumentsFor = (program: 'server' | 'worker') => [
  '--max-semi-space-size=8',
  '--max-old-space-size=384',
  `.next/gateway/${program}.mjs`,
]
export const serverArguments: readonly string[] = argumentsFor('server')
export const workerArguments: readonly string[] = argumentsFor('worker')

/**
 * Writes the server and the worker as plain JavaScript. Run from the sources it would carry a compiler and the map of every file that it
 * loads along, which costs each start some seconds and each process a third of its memory.
 */
export async function bundleServer(): Promise<void> {
  await build({
    entryPoints: { server: 'scripts/production.ts', worker: 'scripts/worker.ts' },
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
