/** Several rows by their columns, one list for each name: what `unnest` takes as its parameters. */
export const columnsOf = <Row, Name extends keyof Row>(rows: readonly Row[], names: readonly Name[]): Row[Name][][] =>
  names.map((name) => rows.map((row) => row[name]))
