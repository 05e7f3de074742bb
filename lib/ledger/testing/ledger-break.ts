/** Damage that only a superuser can do, the rules that must see it, and how it is undone. */
export interface Break {
  readonly title: string
  readonly rules: readonly string[]
  readonly damage: () => readonly string[]
  readonly mend: () => readonly string[]
}
