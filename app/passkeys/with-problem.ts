/** The same page, which says then what went wrong. */
export function withProblem(page: string, name: 'passkey' | 'problem', problem: string): string {
  const [path = page, query = ''] = page.split('?')
  const said = new URLSearchParams(query)
  said.set(name, problem)
  return `${path}?${said}`
}
