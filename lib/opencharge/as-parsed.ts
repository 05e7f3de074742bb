import * as z from 'zod'

/**
 * A schema that checks with `schema` and gives back the very value that was checked. zod's own output is a copy that
 * lacks a member called `__proto__`; what is signed must be verified and stored exactly as it was parsed (protocol
 * section 2.3).
 */
export function asParsed<T>(schema: z.ZodType): z.ZodType<T, unknown> {
  return z.unknown().transform((value, context): T => {
    const checked = schema.safeParse(value)
    if (checked.success) return value as T
    for (const { path, message } of checked.error.issues) {
      context.issues.push({ code: 'custom', path, message, input: value })
    }
    return z.NEVER
  })
}
