const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The key of a form that sends, in what a browser says; undefined when it is none. */
export const readSendKey = (value: unknown): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined
