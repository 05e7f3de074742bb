import type { APIRequestContext } from '@playwright/test'
import { site } from './site'

export interface SignInMail {
  readonly code: string
  readonly link: string
}

/** The latest sign-in mail to an address, read in the development mailbox. */
export async function latestMail(request: APIRequestContext, email: string): Promise<SignInMail> {
  const { gatewayUrl } = site()
  const list = await (await request.get(`${gatewayUrl}/dev/mail?to=${encodeURIComponent(email)}`)).text()
  const path = /href="(\/dev\/mail\/[0-9]+)"/.exec(list)?.[1]
  if (!path) throw new Error(`no mail for ${email}`)
  const mail = await (await request.get(gatewayUrl + path)).text()
  const code = /([0-9]{8}) (?:is your|هو رمز)/.exec(mail)
  const link = /href="([^"]*\/sign-in\/confirm\?[^"]*)"/.exec(mail)?.[1]
  if (!code || !link) throw new Error(`the mail ${path} has no code or no link`)
  return { code: code[1] ?? '', link: link.replaceAll('&amp;', '&') }
}
