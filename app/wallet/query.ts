export type Query = Promise<Record<string, string | string[] | undefined>>

/** What stands in a page's address, read as text; what is not there, or is there twice, is empty. */
export async function textOf(searchParams: Query): Promise<(name: string) => string> {
  const query = await searchParams
  return (name) => {
    const value = query[name]
    return typeof value === 'string' ? value : ''
  }
}

/** The same of a form. */
export const fieldsOf = (form: FormData) => (name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
