import * as z from 'zod'

/** A zod schema as OpenAPI 3.1 has it: of what is sent to us, or of what we answer. */
export function jsonSchema(shape: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io })
  return schema
}
