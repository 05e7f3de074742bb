import type { z } from 'zod'
import { err, ok, type Result } from '@/lib/opencharge/result'
import { invalidFields, type MerchantError } from './envelope'

export type Fields = Readonly<Record<string, string>>

/** Checks what came against a schema. The error names each field that is wrong, once, with what it must be. */
export function readFields<Value>(schema: z.ZodType<Value>, value: unknown): Result<Value, MerchantError> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const fields: Record<string, string> = Object.create(null)
  for (const issue of parsed.error.issues) {
    for (const name of namesOf(issue)) fields[name] ??= sentenceOf(issue, value)
  }
  return err(invalidFields(fields))
}

function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return 'is not a field of this request'
  return issue.code === 'invalid_type' && isMissing(issue.path, value) ? 'is missing' : issue.message
}

const isMissing = (place: readonly PropertyKey[], value: unknown): boolean =>
  place.length > 0 &&
  place.reduce<unknown>((inside, name) => (isRecord(inside) ? inside[name] : null), value) === undefined

const isRecord = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null

function namesOf(issue: z.core.$ZodIssue): readonly string[] {
  const place = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...place, key].join('.'))
  return [place.join('.') || 'body']
}
