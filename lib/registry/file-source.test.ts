import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileSource } from '@/lib/registry/file-source'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'))
  path = join(folder, 'registry.json')
})

afterEach(() => rm(folder, { recursive: true }))

describe('a registry in a file', () => {
  it('is read again when it changed', async () => {
    const source = createFileSource(path)
    await writeFile(path, '{"7":"https://old.example"}')
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://old.example' })
    await writeFile(path, '{"7":"https://newer.example","8":"https://eight.example"}')
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://newer.example' })
    expect(await source.find(8)).toEqual({ ok: true, value: 'https://eight.example' })
  })

  it('is read again when another file of the same size and time took its place', async () => {
    const at = new Date(1_700_000_000_000)
    const source = createFileSource(path)
    await writeFile(path, '{"7":"https://one.example"}')
    await utimes(path, at, at)
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://one.example' })
    await writeFile(`${path}.new`, '{"7":"https://two.example"}')
    await utimes(`${path}.new`, at, at)
    await rename(`${path}.new`, path)
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://two.example' })
  })

  it('fails while it is missing, tells strangers no path, and recovers', async () => {
    const source = createFileSource(path)
    const missing = await source.find(7)
    expect(missing).toMatchObject({ ok: false, error: { detail: expect.stringContaining(path) } })
    expect(missing.ok || missing.error.reason).not.toContain(folder)
    await writeFile(path, '{"7":"https://a.example"}')
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://a.example' })
  })

  it('fails while half of it is written, and recovers', async () => {
    const source = createFileSource(path)
    await writeFile(path, '{"7":"https:')
    expect((await source.find(7)).ok).toBe(false)
    await writeFile(path, '{"7":"https://a.example"}')
    expect(await source.find(7)).toEqual({ ok: true, value: 'https://a.example' })
  })
})
