import { redirect } from 'next/navigation'

/** Whoever comes without a checkout wants the wallet. */
export default function Page() {
  redirect('/wallet')
}
