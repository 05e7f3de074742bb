import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Anvil {
  readonly rpcUrl: string
  stop(): Promise<void>
}

const startMs = 20_000

/** Starts a real local chain on a free port. Throws where it cannot: a chain test that is skipped proves nothing. */
export async function startAnvil(chainId: number): Promise<Anvil> {
  const child = spawn(anvilBinary(), ['--port', '0', '--chain-id', String(chainId)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Also when this process ends without having called stop.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async () => {
    process.off('exit', kill)
    if (child.exitCode !== null || child.signalCode !== null) return
    kill()
    await once(child, 'exit')
  }
  try {
    return { rpcUrl: `http://${await listeningAddress(child)}`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The binary of the platform's own package: the main package's launcher needs its install script to have run. */
function anvilBinary(): string {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'win32' }[process.platform as string]
  const machine = { x64: 'amd64', arm64: 'arm64' }[process.arch as string]
  const name = `@foundry-rs/anvil-${system}-${machine}`
  try {
    const main = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
    const folder = dirname(createRequire(main).resolve(`${name}/package.json`))
    return join(folder, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`
    const mend = 'Run npm install without --omit=optional, on a platform that @foundry-rs/anvil has a package for.'
    throw new Error(`No anvil for ${platform}: the package ${name} is not installed. ${mend}`, { cause })
  }
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const fail = (why: string) => {
      clearTimeout(timer)
      reject(new Error(`anvil ${why}. It said: ${said.join('\n') || 'nothing'}`))
    }
    const timer = setTimeout(() => fail(`did not listen within ${startMs} ms`), startMs)
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`))
    const hear = (line: string) => {
      said.push(line)
      const address = /^Listening on (\S+)$/.exec(line)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    }
    if (child.stdout) createInterface(child.stdout).on('line', hear)
    if (child.stderr) createInterface(child.stderr).on('line', hear)
  })
}
