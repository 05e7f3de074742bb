/** What sign-in codes, marks and next-auth's cookies are keyed with; prepare-environment.ts fills it in where it was left out. */
export const authSecret = (): string => process.env.AUTH_SECRET ?? ''
