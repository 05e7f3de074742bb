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
  // There may be mails about other things.
  for (const [, path] of list.matchAll(/href="(\/dev\/mail\/[0-9]+)"/g)) {
    const mail = await (await request.get(`${gatewayUrl}${path}`)).text()
    const code = /([0-9]{8}) (?:is your|هو رمز)/.exec(mail)
    const link = /href="([^"]*\/sign-in\/confirm\?[^"]*)"/.exec(mail)?.[1]
    if (code && link) return { code: code[1] ?? '', link: link.replaceAll('&amp;', '&') }
  }
  throw new Error(`no mail with a code and a link for ${email}`)
}
