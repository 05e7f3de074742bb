import { signerOf } from '@/devnet/testing/fake-gateway'
import type { Signer } from '@/lib/opencharge/signer'

/** A merchant that only the tests know. */
export interface StallKeeper {
  readonly ocid: number
  readonly name: string
  readonly profile: string
  readonly icon: string
  readonly signer: Signer
}

const plainIcon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#fff"/><path d="M14 12h20v24H14z" fill="#264d73"/></svg>'

/** Markup, an override of the text's direction, and a picture with a script in it. */
const hostileName = '<img src=x onerror="window.pwned=1"><b>Bank</b> \u202Egnp.elif\u202C \u2066x'

export const stallKeepers = {
  books: { ocid: 7001, name: 'Harbour Books', profile: 'Second-hand.', icon: plainIcon, signer: signerOf('5') },
  hostile: {
    ocid: 7002,
    name: hostileName,
    profile: '<script>window.pwned=2</script>',
    icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="top.pwned=3"><script>top.pwned=4</script><rect width="9" height="9"/></svg>`,
    signer: signerOf('6'),
  },
} as const satisfies Record<string, StallKeeper>
