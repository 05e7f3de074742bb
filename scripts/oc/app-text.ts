import { type Application, findApplication, listApplications } from '@/lib/applications/application-store'
import type { IssuedCredential } from '@/lib/applications/open-application'
import { displayText } from '@/lib/opencharge/display-text'
import { err, ok, type Result } from '@/lib/opencharge/result'

export const noApplication = (id: string) =>
  `There is no application ${displayText(id, 100)}. "npm run oc -- app list" shows which there are.`

/** A pair as it is shown, once. */
export const credentialLines = ({ id, mode, key, secret }: IssuedCredential): string[] => [
  `${mode} (${id})`,
  `  X-Api-Key:    ${key}`,
  `  X-Api-Secret: ${secret}`,
]

/** Why no payment could be made within these bounds; undefined when there is an amount between them. */
export const boundsRefusal = ({
  leastAmountMinor,
  mostAmountMinor,
}: Pick<Application, 'leastAmountMinor' | 'mostAmountMinor'>): string | undefined =>
  mostAmountMinor !== null && mostAmountMinor < leastAmountMinor
    ? 'The most is less than the least: no payment could be made.'
    : undefined

export const onlyOnce = 'Keep them now: they are not shown again.'

/** The application that is meant: the named one, or the only one. */
export async function chosenApplication(id: string | undefined): Promise<Result<Application, string>> {
  if (id !== undefined) {
    const application = await findApplication(id)
    return application ? ok(application) : err(noApplication(id))
  }
  const [first, second] = await listApplications()
  if (!first) return err('There is no application yet. "npm run oc -- app add --name …" makes one.')
  return second ? err('There is more than one application: name one with --app.') : ok(first)
}
