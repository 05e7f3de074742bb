import { generateClient } from './build'
import { runStep, toolScript } from './run-step'

/** `npm run check`: format, lint, types, arrows between folders, unit tests; under a minute. */
export async function check(options: { unitTests: boolean }): Promise<boolean> {
  await generateClient()
  const steps: readonly (readonly [string, string, readonly string[]])[] = [
    ['format and lint', toolScript('@biomejs/biome', 'biome'), ['check', '--error-on-warnings', '.']],
    ['types', toolScript('typescript', 'tsc'), ['--noEmit']],
    ['arrows between folders', toolScript('tsx'), ['scripts/check-arrows.ts']],
    ...(options.unitTests ? ([['unit tests', toolScript('vitest'), ['run', '--project', 'unit']]] as const) : []),
  ]
  for (const [title, script, args] of steps) {
    process.stdout.write(`\n── ${title}\n`)
    const { code } = await runStep(script, args)
    if (code !== 0) return false
  }
  return true
}

if (process.argv[1] === import.meta.filename) process.exit((await check({ unitTests: true })) ? 0 : 1)
