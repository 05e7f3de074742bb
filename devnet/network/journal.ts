import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'

export interface Journal<Event> {
  /** Applies the event, and keeps it first: what was answered is still known after a restart. */
  record(event: Event): void
}

/** A file of JSON lines that is only ever appended to. What it holds is given to `apply`, in order, at once. */
export function openJournal<Event>(
  path: string,
  schema: z.ZodType<Event>,
  apply: (event: Event) => void,
): Journal<Event> {
  mkdirSync(dirname(path), { recursive: true })
  for (const line of readLines(path)) apply(schema.parse(JSON.parse(line)))
  return {
    record(event) {
      appendFileSync(path, `${JSON.stringify(event)}\n`, { mode: 0o600 })
      apply(event)
    },
  }
}

function readLines(path: string): string[] {
  const bytes = readIfThere(path)
  const end = bytes.lastIndexOf(0x0a) + 1
  // The process was killed in the middle of a line: nobody was told that it had been kept.
  if (end < bytes.length) truncateSync(path, end)
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}
