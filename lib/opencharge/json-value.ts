/** A JSON array. */
export type JsonArray = readonly JsonValue[]

/** A JSON object. `__proto__` is an ordinary key in it. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Everything that JSON can say. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject

/** Whether a JSON value is an object (not null, not an array). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
