import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const PAUSE_MS = 250

export interface MemoryWatch {
  /** The most that was seen so far, in bytes; undefined where the system does not tell. */
  peakBytes(): number | undefined
  /** What it is now, in bytes; 0 where the system does not tell. */
  nowBytes(): number
  stop(): void
}

/** Looks at the resident memory of a process again and again. */
export function watchMemory(pid: number): MemoryWatch {
  let peak = 0
  const look = () => {
    peak = Math.max(peak, residentBytes(pid))
  }
  const timer = setInterval(look, PAUSE_MS)
  return {
    peakBytes: () => (peak > 0 ? peak : undefined),
    nowBytes: () => residentBytes(pid),
    stop: () => clearInterval(timer),
  }
}

function residentBytes(pid: number): number {
  try {
    const status = `/proc/${pid}/status`
    const kilobytes = existsSync(status)
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}
