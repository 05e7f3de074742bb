import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openJournal } from '@/devnet/network/journal'

const Line = z.object({ name: z.string() })

function open(path: string) {
  const seen: string[] = []
  const journal = openJournal(path, Line, ({ name }) => seen.push(name))
  return { seen, journal }
}

const newPath = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'sub', 'events.jsonl')

it('gives back what was recorded, in order, when it is opened again', () => {
  const path = newPath()
  const { seen, journal } = open(path)
  journal.record({ name: 'one' })
  journal.record({ name: 'two\nlines' })
  expect(seen).toEqual(['one', 'two\nlines'])
  expect(open(path).seen).toEqual(['one', 'two\nlines'])
})

it('drops a last line that was cut off, and goes on behind it', () => {
  const path = newPath()
  open(path).journal.record({ name: 'whole' })
  appendFileSync(path, '{"name":"ha')
  const again = open(path)
  expect(again.seen).toEqual(['whole'])
  again.journal.record({ name: 'next' })
  expect(readFileSync(path, 'utf8')).toBe('{"name":"whole"}\n{"name":"next"}\n')
})

it('does not start on a line that it does not understand', () => {
  const path = newPath()
  open(path).journal.record({ name: 'whole' })
  appendFileSync(path, '{"title":"?"}\n')
  expect(() => open(path)).toThrow()
})
